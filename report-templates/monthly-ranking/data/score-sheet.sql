-- 计分表的行：全部地区，按名次
select
    standing.subject,
    region.region_name
from standing
join region on region.region_id = standing.subject
where standing.scheme = 'region-monthly'
order by case when standing.rank is null then 1 else 0 end, standing.rank, standing.subject
