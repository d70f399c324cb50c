-- 各地区的年度考评和主要指标；有地方没有报齐时，最后一行是这些地方已报的部分，各行相加即为合计
-- basis: R053, R068, R069, R085
with figure as (
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
    from observation
    where subject_kind = 'region'
    group by subject
),

rest as (
    select
        indicator,
        sum(case subject_kind when 'city' then numerator else -numerator end) as value
    from observation
    where subject_kind in ('city', 'region')
    group by indicator
),

listed as (
    select
        region.region_id,
        standing.rank as place,
        region.region_name,
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
        greatest(0, ceil(q.value * figure.award_base / 100) - figure.awarded) as award_lacking,
        case
            when figure.award_base is null then null
            when 100 * figure.awarded >= q.value * figure.award_base then '达到'
            when once_is_due() then '未达目标'
            else '进行中'
        end as award_state,
        figure.works,
        figure.checks,
        figure.work_coverage
    from region
    join parameter as q on q.name = 'award_share_least'
    left join standing on standing.scheme = 'region-yearly' and standing.subject = region.region_id
    left join figure on figure.subject = region.region_id
    union all
    select
        '' as region_id,
        null as place,
        '没有报齐的地方已报部分' as region_name,
        null as score,
        null as grade,
        null as left_out,
        max(value) filter (where indicator = 'inspections') as inspections,
        null as coverage,
        max(value) filter (where indicator = 'hazards_found') as hazards,
        max(value) filter (where indicator = 'major_hazards_found') as major,
        null as on_time,
        null as closure,
        max(value) filter (where indicator = 'accidents') as accidents,
        max(value) filter (where indicator = 'fatalities') as deaths,
        null as reviews,
        null as filings,
        max(value) filter (where indicator = 'meetings_held') as meetings,
        max(value) filter (where indicator = 'trainings_held') as trainings,
        max(value) filter (where indicator = 'joint_inspections') as joint,
        null as award_share,
        null as award_lacking,
        null as award_state,
        max(value) filter (where indicator = 'small_works_registered') as works,
        max(value) filter (where indicator = 'small_work_checks') as checks,
        null as work_coverage
    from rest
    where value > 0
        and indicator in ('inspections', 'hazards_found', 'major_hazards_found', 'accidents', 'fatalities', 'meetings_held',
            'trainings_held', 'joint_inspections', 'small_works_registered', 'small_work_checks')
        and exists (select 1 from delivery where state = '未报' and not earlier)
    having count(*) > 0
)

select *
from listed
order by case when place is null then 1 else 0 end, place, case when region_id = '' then 1 else 0 end, region_id
