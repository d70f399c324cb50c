-- 差别化监管超期: 已满最长周期数而未解除，周期数见参数表
-- finding: supervision_over_limit
-- subject: project
-- basis:   R106

with stays as (
    select
        subject,
        notice_no,
        delivered_on,
        left_on,
        min(first_day) filter (where beyond) as since,
        max(cycle) as cycle,
        max(origin) as origin
    from supervision_cycle
    where notice_no is not null
    group by subject, notice_no, delivered_on, left_on
    having not bool_or(released)
)

select
    b.subject,
    b.notice_no as case_key,
    b.since,
    cast(b.since - interval '1' day as date) as due,
    concat('自', b.delivered_on, '告知单送达起已满', cast(p.value as integer), '个周期未解除，期末为第', b.cycle, '周期') as detail,
    b.origin
from stays as b
join parameter as p on p.name = 'supervised_months_most'
where b.since is not null and b.left_on is null
