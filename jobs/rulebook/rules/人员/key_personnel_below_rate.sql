-- 关键岗位到岗率不足: 项目经理、总监理工程师、专职安全员月到岗率低于参数规定的下限
-- finding: key_personnel_below_rate
-- subject: project
-- basis:   R048, R093

with thresholds as (
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
    a.project_id as subject,
    concat(a.role, ' ', a.person) as case_key,
    cast(null as date) as since,
    cast(null as date) as due,
    concat(a.role, '应到', sum(a.required_days), '天、实到', sum(a.present_days), '天') as detail,
    max(a.origin) as origin
from attendance as a
join thresholds as t on t.role = a.role
where a.month >= period_start() and a.month < period_end()
group by a.project_id, a.role, a.person, t.least_rate
having sum(a.required_days) > 0 and sum(a.present_days) * 100 < sum(a.required_days) * t.least_rate
