-- 计分表的行：全部<bureau.street>，按名次
select
    standing.subject,
    region.region_name,
    street.street_name
from standing
join street on street.street_id = standing.subject
join region on region.region_id = street.region_id
where standing.scheme = 'street-small-works-monthly'
order by case when standing.rank is null then 1 else 0 end, standing.rank, standing.subject
