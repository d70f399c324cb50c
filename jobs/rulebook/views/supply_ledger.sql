-- 本年各地应急物资台账：最早收到的一份合格台账（写明县区、属于本年、有内容）；state 为按期、迟报、未报、未到期（期间没有结束时，截止日当天还没有到期）
with counted as (
    select x.*
    from supply_item as x
    join parameter as q on q.name = 'supply_ledger_full'
    where x.region_id is not null and x.ledger_year = extract(year from year_start())
        and x.received_on >= year_start() and x.received_on < period_end()
        and (q.value = 0 or (x.quantity is not null and x.place is not null and x.keeper is not null))
),

first_received as (
    select region_id, min(received_on) as received_on, max(origin) as origin
    from counted
    group by region_id
)

select
    r.region_id,
    r.region_name,
    d.due_on,
    f.received_on,
    case
        when f.received_on <= d.due_on then '按期'
        when f.received_on is not null then '迟报'
        when d.due_on < period_end() - interval '1' day or (period_is_over() and d.due_on < period_end()) then '未报'
        else '未到期'
    end as state,
    nullif(greatest(date_diff('day', d.due_on, coalesce(f.received_on, period_end() - interval '1' day)), 0), 0) as days_late,
    coalesce(f.origin, r.origin) as origin
from region as r
join duty_day as d on d.name = 'supply_ledger_due'
left join first_received as f on f.region_id = r.region_id
