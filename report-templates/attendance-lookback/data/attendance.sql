-- 截至本期的三个月，各关键岗位人员逐月到岗情况；低于下限的标出
with least_rates as (
    select
        case name
            when 'attendance_manager_least' then '项目经理'
            when 'attendance_supervisor_least' then '总监理工程师'
            when 'attendance_safety_officer_least' then '专职安全员'
        end as role,
        value as least_rate
    from parameter
)

select
    a.role,
    a.person,
    a.month,
    a.required_days,
    a.present_days,
    l.least_rate,
    case when a.required_days > 0 then a.present_days * 100.0 / a.required_days end as rate,
    a.present_days * 100 < a.required_days * l.least_rate as below
from attendance as a
join least_rates as l on l.role = a.role
where a.project_id = recipient()
    and a.month >= period_end() - interval '3' month
    and a.month < period_end()
order by case a.role when '项目经理' then 1 when '总监理工程师' then 2 else 3 end, a.person, a.month
