-- 各地区限额以下工程登记、检查、会议、联合检查和响应
-- basis: R069, R071, R072, R073, R077
select
    region.region_name,
    max(value) filter (where indicator = 'small_works_registered') as registered,
    max(value) filter (where indicator = 'small_works_to_date') as to_date,
    max(value) filter (where indicator = 'small_work_checks_to_date') as checks,
    max(numerator) filter (where indicator = 'small_work_coverage') as checked_works,
    max(value) filter (where indicator = 'small_work_coverage') as coverage,
    max(value) filter (where indicator = 'meetings_held') as meetings,
    max(value) filter (where indicator = 'joint_inspections') as joint,
    max(value) filter (where indicator = 'street_requests_answered') as answered,
    max(value) filter (where indicator = 'street_trainees') as trainees,
    max(value) filter (where indicator = 'small_work_accidents') as accidents
from region
join observation on observation.subject = region.region_id and observation.subject_kind = 'region'
where exists (select 1 from street where street.region_id = region.region_id)
group by region.region_id, region.region_name
order by region.region_id
