-- 差别化监管周期数: 期末仍在列管的项目处于第几个月度周期，列管当月为第一个周期，超过一个即为延期
--
-- indicator: supervised_months
-- subject:   project
-- better:    lower
-- kind:      count
-- unit:      个周期
-- basis:     R106
-- roll-up:   mean

with

evidence as (
    select
        project_id as subject,
        notice_no,
        since,
        until,
        origin
    from supervised_span
    where coalesce(until >= period_end(), true)
)

select
    subject,
    max(date_diff('month', date_trunc('month', since), period_start())) + 1 as numerator
from evidence
group by subject
