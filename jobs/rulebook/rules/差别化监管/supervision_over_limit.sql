-- 差别化监管超期: 已满最长周期数而未解除，周期数见参数 supervised_months_most
--
-- finding: supervision_over_limit
-- subject: project
-- basis:   R106

with

first_beyond as (
    select
        subject,
        notice_no,
        delivered_on,
        left_on,
        min(first_day) as since,
        max(cycle) as cycle,
        max(origin) as origin
    from supervision_cycle
    where beyond
    group by subject, notice_no, delivered_on, left_on
)

select
    b.subject,
    b.notice_no as case_key,
    b.since,
    cast(b.since - interval '1' day as date) as due,
    concat('自', b.delivered_on, '告知单送达起已满', cast(p.value as integer), '个周期未解除，期末为第', b.cycle, '周期') as detail,
    b.origin
from first_beyond as b
join parameter as p on p.name = 'supervised_months_most'
where coalesce(b.left_on >= period_end(), true)
    and not exists (
        select 1 from supervision_cycle as c
        where c.subject = b.subject and c.notice_no = b.notice_no and c.released
    )
