-- 各地区的名次、隐患、整改、报警、事故，以及研判和宣贯
-- basis: R031, R039, R040
with figure as (
    select
        subject,
        max(value) filter (where indicator = 'active_projects') as projects,
        max(value) filter (where indicator = 'inspection_coverage') as inspection_coverage,
        max(value) filter (where indicator = 'hazards_found') as hazards,
        max(value) filter (where indicator = 'major_hazards_found') as major,
        max(value) filter (where indicator = 'hazard_on_time') as on_time,
        max(value) filter (where indicator = 'key_point_on_time') as key_on_time,
        max(numerator) filter (where indicator = 'overdue_major_hazards') as overdue_major,
        max(value) filter (where indicator = 'alarm_response') as alarm_response,
        max(value) filter (where indicator = 'accidents') as accidents,
        max(value) filter (where indicator = 'fatalities') as deaths,
        max(numerator) filter (where indicator = 'risk_review_months') as reviews,
        max(denominator) filter (where indicator = 'risk_review_months') as review_months,
        max(value) filter (where indicator = 'publicity_done') as publicity
    from observation
    where subject_kind = 'region'
    group by subject
)

select
    standing.rank as place,
    region.region_name,
    standing.score,
    standing.grade,
    standing.left_out,
    figure.projects,
    figure.inspection_coverage,
    figure.hazards,
    figure.major,
    figure.on_time,
    figure.key_on_time,
    figure.overdue_major,
    figure.alarm_response,
    figure.accidents,
    figure.deaths,
    figure.reviews,
    figure.reviews < figure.review_months as unreviewed,
    case when figure.publicity > 0 then '已开展' when figure.publicity = 0 then '未开展' end as publicity
from region
left join standing on standing.scheme = 'region-quarterly' and standing.subject = region.region_id
left join figure on figure.subject = region.region_id
order by case when standing.rank is null then 1 else 0 end, standing.rank, region.region_id
