-- 各地区的名次、隐患、整改、报警、事故，以及研判和宣贯；有地方没有报齐时，最后一行是这些地方已报的部分，各行相加即为合计
-- basis: R031, R039, R040
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
                'active_projects', 'hazards_found', 'major_hazards_found', 'overdue_major_hazards', 'accidents', 'fatalities')
    ) as difference
    where exists (select 1 from delivery where state = '未报' and not earlier)
    group by indicator
    having sum(part) > 0
),

figure as (
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
        standing.rank as place,
        entry.region_id,
        entry.region_name,
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
    from entry
    left join standing on standing.scheme = 'region-quarterly' and standing.subject = entry.region_id
    left join figure on figure.subject = entry.region_id
)

select *
from listed
order by case when place is null then 1 else 0 end, place, case when region_id = '' then 1 else 0 end, region_id
