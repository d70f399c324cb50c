-- 各地区限额以下工程登记、检查、会议、联合检查和响应
-- basis: R069, R071, R072, R073, R077
with held as (
    select
        r.region_id,
        count(*) filter (where a.span = '本期' and a.kind = '联席会') as meetings,
        count(*) filter (where a.span = '本年' and a.kind = '联席会') as meetings_year,
        count(*) filter (where a.span = '累计' and a.kind = '联席会') as meetings_all,
        count(*) filter (where a.span = '本期' and a.kind = '培训会') as trainings,
        count(*) filter (where a.span = '本年' and a.kind = '培训会') as trainings_year,
        count(*) filter (where a.span = '累计' and a.kind = '培训会') as trainings_all,
        count(*) filter (where a.span = '本期' and a.kind = '联合检查') as joint,
        count(*) filter (where a.span = '本年' and a.kind = '联合检查') as joint_year,
        count(*) filter (where a.span = '累计' and a.kind = '联合检查') as joint_all,
        count(*) filter (where a.span = '累计' and a.kind = '联合检查' and a.with_emergency) as with_emergency,
        count(*) filter (where a.span = '累计' and a.kind = '联合检查' and a.with_fire) as with_fire
    from region as r
    left join county_activity as a on a.region_id = r.region_id
    group by r.region_id
),

tally as (
    select s.region_id, sum(t.registered) as to_date, sum(t.checks) as checks
    from small_work_tally as t
    join street as s on s.street_id = t.street_id
    where t.span = '本年'
    group by s.region_id
)

select
    region.region_name,
    max(value) filter (where indicator = 'small_works_registered') as registered,
    max(tally.to_date) as to_date,
    max(tally.checks) as checks,
    max(numerator) filter (where indicator = 'small_work_coverage') as checked_works,
    max(value) filter (where indicator = 'small_work_coverage') as coverage,
    max(held.meetings) as meetings,
    max(held.meetings_year) as meetings_year,
    max(held.meetings_all) as meetings_all,
    max(held.trainings) as trainings,
    max(held.trainings_year) as trainings_year,
    max(held.trainings_all) as trainings_all,
    max(held.joint) as joint,
    max(held.joint_year) as joint_year,
    max(held.joint_all) as joint_all,
    max(held.with_emergency) as with_emergency,
    max(held.with_fire) as with_fire,
    max(value) filter (where indicator = 'street_requests_answered') as answered,
    max(value) filter (where indicator = 'street_trainees') as trainees,
    max(value) filter (where indicator = 'small_work_accidents') as accidents
from region
join observation on observation.subject = region.region_id and observation.subject_kind = 'region'
join held on held.region_id = region.region_id
join tally on tally.region_id = region.region_id
where exists (select 1 from street where street.region_id = region.region_id)
group by region.region_id, region.region_name
order by region.region_id
