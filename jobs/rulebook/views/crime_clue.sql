-- 期末前认定的整改不到位、拒不整改，及其危险作业罪线索的判断与移交
--
-- state：已移交、迟移交、未移交（过了移交期限）、未到期、不属线索、待判断；移交期限（due）从判断之日起，
-- 天数见参数 refusal_transfer_days。移交过的即属线索，没有写明判断日期的从认定之日起算；期末以后的判断、移交不计。

with cases as (
    select
        x.refusal_id,
        x.project_id,
        coalesce(x.kind, '拒不整改') as kind,
        x.refused_on,
        x.facts,
        x.persons,
        x.evidence,
        x.receiver,
        case when x.accepted_on < period_end() then x.accepted_on end as accepted_on,
        case when x.transferred_on < period_end() then x.transferred_on end as transferred_on,
        case
            when x.transferred_on < period_end() then coalesce(x.judged_on, x.refused_on)
            when x.judged_on < period_end() then x.judged_on
        end as judged_on,
        case when x.transferred_on < period_end() then true else x.is_clue end as is_clue,
        x.origin
    from refusal as x
    where x.refused_on < period_end()
),

dated as (
    select
        c.*,
        case when c.is_clue then cast(c.judged_on + cast(q.value as integer) * interval '1' day as date) end as due
    from cases as c
    join parameter as q on q.name = 'refusal_transfer_days'
)

select
    d.*,
    case
        when d.judged_on is null then '待判断'
        when not d.is_clue then '不属线索'
        when d.transferred_on <= d.due then '已移交'
        when d.transferred_on is not null then '迟移交'
        when d.due < period_end() - interval '1' day then '未移交'
        else '未到期'
    end as state
from dated as d
