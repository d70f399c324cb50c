-- 各<bureau.street>三类监管盲点：应在账、已明确由谁管理、漏登、责任不明
-- basis: R078
select
    region.region_name,
    street.street_name,
    b.kind,
    count(*) as due,
    count(*) filter (where b.state = '已明确') as minded,
    count(*) filter (where b.state = '漏登') as missing,
    count(*) filter (where b.state = '责任不明') as unclear,
    100.0 * count(*) filter (where b.state = '已明确') / count(*) as share
from blind_spot_due as b
join street on street.street_id = b.street_id
join region on region.region_id = street.region_id
group by region.region_name, street.street_id, street.street_name, b.kind
order by street.street_id, b.kind
