-- 参加考评排名的地区及其得分
-- basis: R068
select region.region_name, standing.score
from standing
join region on region.region_id = standing.subject
where standing.scheme = 'region-yearly' and standing.rank is not null
order by standing.rank, region.region_id
