-- 围挡台账：各街道各区域、各类围挡的在册、核查、整治和拆除；没有台账的为未建账
-- basis: R021
with ledger as (
    select
        *,
        coalesce(removed_on >= period_end(), true) as standing,
        coalesce(checked_on < period_end(), false) as looked_at,
        due_on >= period_start() and due_on < period_end() as falls_due,
        remove_by >= period_start() and remove_by < period_end() as falls_down
    from fence
    where set_on < period_end() and coalesce(removed_on >= period_start(), true)
)

select
    r.region_name,
    s.street_name,
    coalesce(f.area, '未建账') as area,
    f.kind,
    count(*) filter (where f.standing) as fences,
    count(*) filter (where f.standing and f.looked_at) as checked,
    count(*) filter (where f.standing and f.looked_at and f.meets) as meeting,
    count(*) filter (where f.standing and f.looked_at and not f.meets) as failing,
    count(*) filter (where f.standing and not f.looked_at) as unchecked,
    count(*) filter (where f.falls_due) as due,
    count(*) filter (where f.falls_due and f.rectified_on <= f.due_on) as on_time,
    count(*) filter (where f.falls_down) as remove_due,
    count(*) filter (where f.falls_down and f.removed_on <= f.remove_by) as removed
from street as s
join region as r on r.region_id = s.region_id
left join ledger as f on f.street_id = s.street_id
where exists (select 1 from ledger_since where dataset = 'fence')
group by r.region_id, r.region_name, s.street_id, s.street_name, f.area, f.kind
order by r.region_id, s.street_id, f.area, f.kind
