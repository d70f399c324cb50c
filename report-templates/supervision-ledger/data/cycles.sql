-- 列管项目各周期的起止、抽查、评定和结果
-- basis: R098, R106, R111

with visits as (
    select
        notice_no,
        span,
        count(distinct day) as checks,
        count(distinct case when joint then day end) as joint_checks
    from supervised_visit
    group by notice_no, span
)

select
    p.project_name,
    c.cycle,
    c.extension,
    c.first_day,
    c.last_day,
    v.checks,
    v.joint_checks,
    case when c.last_day >= period_end() then date_diff('day', period_end(), c.last_day) + 1 end as days_left,
    c.evaluated_on,
    c.evaluator,
    c.held,
    case when c.evaluated_on is not null then c.uncleared end as uncleared,
    c.conclusion,
    c.state,
    c.because,
    c.measure
from supervision_cycle as c
join decision as d on d.ladder = 'differentiated-supervision' and d.subject = c.subject
join project as p on p.project_id = c.subject
left join visits as v on v.notice_no = c.notice_no and v.span = concat('第', c.cycle, '周期')
where c.cycle > 0
order by p.project_id, c.first_day
