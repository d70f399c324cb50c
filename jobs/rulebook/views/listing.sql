-- 挂牌督办的闭环时限（due）：自挂牌之日起市级、县级各若干天，见参数 listed_city_days、listed_county_days
select
    l.listing_no,
    l.hazard_id,
    l.level,
    l.listed_on,
    h.project_id,
    h.category,
    h.closed_on,
    cast(l.listed_on + cast(p.value as integer) * interval '1' day as date) as due,
    l.origin
from listed_hazard as l
join major_hazard as h on h.hazard_id = l.hazard_id
join parameter as p
    on p.name = case l.level when '市级' then 'listed_city_days' else 'listed_county_days' end
where l.listed_on < period_end()
