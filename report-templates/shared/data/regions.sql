-- 各地区的年度考评和主要指标；有地方没有报齐时，最后一行是这些地方已报的部分，各行相加即为合计
-- basis: R053, R068, R069, R085
with reported as (
    select subject, indicator, value, numerator, denominator
    from observation
    where subject_kind = 'region'
    union all
    select '', indicator, sum(part), sum(part), null
    from (
        select indicator, case subject_kind when 'city' then numerator else -numerator end as part
        from observation
        where subject_kind in ('city', 'region')
            and indicator in (
                'inspections', 'hazards_found', 'major_hazards_found', 'accidents', 'fatalities', 'meetings_held', 'trainings_held',
                'joint_inspections', 'small_works_registered', 'small_work_checks')
    ) as difference
    where exists (select 1 from delivery where state = '未报' and not earlier)
    group by indicator
    having sum(part) > 0
),

figure as (
    select
        subject,
        max(value) filter (where indicator = 'inspections') as inspections,
        max(value) filter (where indicator = 'inspection_coverage') as coverage,
        max(value) filter (where indicator = 'hazards_found') as hazards,
        max(value) filter (where indicator = 'major_hazards_found') as major,
        max(value) filter (where indicator = 'hazard_on_time') as on_time,
        max(value) filter (where indicator = 'hazard_closure') as closure,
        max(value) filter (where indicator = 'accidents') as accidents,
        max(value) filter (where indicator = 'fatalities') as deaths,
        max(numerator) filter (where indicator = 'risk_review_months') as reviews,
        max(value) filter (where indicator = 'filing_on_time') as filings,
        max(value) filter (where indicator = 'meetings_held') as meetings,
        max(value) filter (where indicator = 'trainings_held') as trainings,
        max(value) filter (where indicator = 'joint_inspections') as joint,
        max(numerator) filter (where indicator = 'award_share') as awarded,
        max(denominator) filter (where indicator = 'award_share') as award_base,
        max(value) filter (where indicator = 'award_share') as award_share,
        max(value) filter (where indicator = 'small_works_registered') as works,
        max(value) filter (where indicator = 'small_work_checks') as checks,
        max(value) filter (where indicator = 'small_work_coverage') as work_coverage
    from reported
    group by subject
),

entry as (
    select region_id, region_name from region
    union all
    select subject, '没有报齐的地方已报部分' from figure where subject = ''
),

listed as (
    select
        entry.region_id,
        standing.rank as place,
        entry.region_name,
        standing.score,
        standing.grade,
        standing.left_out,
        figure.inspections,
        figure.coverage,
        figure.hazards,
        figure.major,
        figure.on_time,
        figure.closure,
        figure.accidents,
        figure.deaths,
        figure.reviews,
        figure.filings,
        figure.meetings,
        figure.trainings,
        figure.joint,
        figure.award_share,
        case when figure.award_base is not null
            then greatest(0, ceil(q.value * figure.award_base / 100) - figure.awarded) end as award_lacking,
        case
            when figure.award_base is null then null
            when 100 * figure.awarded >= q.value * figure.award_base then '达到'
            when once_is_due() then '未达目标'
            else '进行中'
        end as award_state,
        figure.works,
        figure.checks,
        figure.work_coverage
    from entry
    join parameter as q on q.name = 'award_share_least'
    left join standing on standing.scheme = 'region-yearly' and standing.subject = entry.region_id
    left join figure on figure.subject = entry.region_id
)

select *
from listed
order by case when place is null then 1 else 0 end, place, case when region_id = '' then 1 else 0 end, region_id
