-- 约谈、记分、罚款统计
-- basis: R018
select
    r.region_name,
    max(o.value) filter (where o.indicator = 'interviews') as interviews,
    max(o.value) filter (where o.indicator = 'penalty_points') as penalty_points,
    max(o.value) filter (where o.indicator = 'fines') as fines,
    max(o.value) filter (where o.indicator = 'fine_amount') as fine_amount
from observation as o
join region as r on r.region_id = o.subject
where o.subject_kind = 'region' and o.indicator in ('interviews', 'penalty_points', 'fines', 'fine_amount')
group by r.region_id, r.region_name
order by r.region_id
