-- 本年收到而不计的应急物资台账：没有写县区，或属于别的年度
-- basis: R043
select
    coalesce(r.region_name, '未写明') as place,
    x.ledger_year,
    x.received_on,
    count(*) as lines,
    case when x.region_id is null then '没有写明县区' else '不是本年的台账' end as reason
from supply_item as x
left join region as r on r.region_id = x.region_id
where x.received_on >= year_start() and x.received_on < period_end()
    and (x.region_id is null or x.ledger_year <> extract(year from year_start()))
group by r.region_name, x.region_id, x.ledger_year, x.received_on
order by x.received_on, x.region_id
