-- 差别化监管周期数: 期末仍在列管的项目处于告知单送达起算的第几个月度周期，超过一个即为延期
-- indicator: supervised_months
-- subject:   project
-- better:    lower
-- kind:      count
-- unit:      个周期
-- basis:     R106
-- roll-up:   mean

with evidence as (
    select project_id as subject, notice_no, cycle, first_day, last_day, origin
    from supervision_window
    where cycle > 0 and until is null
)

select
    subject,
    max(cycle) as numerator
from evidence
group by subject
