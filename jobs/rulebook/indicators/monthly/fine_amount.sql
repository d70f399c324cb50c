-- 罚款金额: 期内对施工单位罚款的合计金额
--
-- indicator: fine_amount
-- subject:   project
-- better:    lower
-- unit:      元
-- kind:      count
-- basis:     R018

with

evidence as (
    select
        p.project_id as subject,
        e.penalty_id,
        e.decided_on,
        e.level,
        e.points,
        e.amount,
        e.reason,
        coalesce(e.load_id, p.load_id) as load_id,
        coalesce(e.source_row, p.source_row) as source_row
    from project_in_period as p
    left join penalty as e
        on e.project_id = p.project_id
            and e.kind = '罚款'
            and e.decided_on >= period_start()
            and e.decided_on < period_end()
    where p.active or e.project_id is not null
)

select
    subject,
    coalesce(sum(amount), 0) as numerator
from evidence
group by subject
