-- 未按期提交整改方案: 列管项目检查报告指出问题后，期末已过期限仍未提交“一厂一策”整改方案，期限见参数表
-- finding: rectification_plan_missing
-- subject: project
-- basis:   R100

with plans as (
    select
        check_no,
        min(planned_on) as planned_on
    from rectification_item
    group by check_no
)

select
    c.project_id as subject,
    c.check_no as case_key,
    cast(w.day + interval '1' day as date) as since,
    w.day as due,
    concat(
        c.reported_on, '检查报告指出问题', c.problems, '条，整改方案期限', w.day, '，期末已逾期',
        date_diff('day', w.day, period_end()) - 1, '天'
    ) as detail,
    c.origin
from supervision_check as c
join parameter as p on p.name = 'rectification_plan_workdays'
join calendar_day as d on d.day = c.reported_on
join calendar_day as w on w.worked and w.workday_no = d.workday_no + cast(p.value as integer)
left join plans as i on i.check_no = c.check_no
where c.problems > 0
    and w.day < period_end() - interval '1' day
    and (i.planned_on is null or i.planned_on >= period_end())
