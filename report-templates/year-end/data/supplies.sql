-- 各地应急物资台账：何日收到、物资种类和数量
-- basis: R043
with content as (
    select region_id, item, unit, sum(quantity) as quantity
    from supply_item
    where ledger_year = extract(year from year_start()) and region_id is not null
        and received_on >= year_start() and received_on < period_end()
    group by region_id, item, unit
)

select
    l.region_name,
    l.due_on,
    l.received_on,
    l.state,
    l.days_late,
    (select count(*) from content as c where c.region_id = l.region_id) as kinds,
    (select string_agg(concat(c.item, cast(round(c.quantity) as integer), c.unit), '、' order by c.item, c.unit)
        from content as c where c.region_id = l.region_id) as content
from supply_ledger as l
where exists (select 1 from ledger_since where dataset = 'supply_item')
order by l.region_id
