-- 各地区的年度考评和主要指标
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
)

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
order by case when standing.rank is null then 1 else 0 end, standing.rank, region.region_id
