-- 本地本季度的得分、位次和主要指标（一行）
-- basis: R031, R039
-- rows: one
with figure as (
    select
        max(value) filter (where indicator = 'inspection_coverage') as inspection_coverage,
        max(value) filter (where indicator = 'hazards_found') as hazards,
        max(value) filter (where indicator = 'major_hazards_found') as major,
        max(value) filter (where indicator = 'hazard_on_time') as on_time,
        max(value) filter (where indicator = 'key_point_on_time') as key_on_time,
        max(value) filter (where indicator = 'key_items_done') as items_done,
        max(numerator) filter (where indicator = 'overdue_major_hazards') as overdue_major,
        max(value) filter (where indicator = 'alarm_response') as alarm_response,
        max(value) filter (where indicator = 'accidents') as accidents,
        max(value) filter (where indicator = 'fatalities') as deaths,
        max(numerator) filter (where indicator = 'risk_review_months') as reviews,
        max(value) filter (where indicator = 'publicity_done') as publicity
    from observation
    where subject_kind = 'region' and subject = recipient()
),

last_year as (
    select count(*) as hazards
    from hazard as h
    join project as p on p.project_id = h.project_id
    where p.region_id = recipient() and h.found_on >= last_year_start() and h.found_on < last_year_end()
),

-- 上年同期还没有隐患台账的，是没有数据，不是零
known as (
    select count(*) as hazards from ledger_since where dataset = 'hazard' and since <= last_year_start()
)

select
    region.region_name,
    standing.rank as place,
    standing."of" as ranked,
    standing.score,
    standing.grade,
    standing.low,
    standing.high,
    standing.left_out,
    (select avg(s.score) from standing as s where s.scheme = 'region-quarterly' and s.rank is not null) as average,
    figure.*,
    case when known.hazards > 0 then last_year.hazards end as last_year_hazards,
    extract(quarter from period_start() + interval '3' month) as next_quarter
from region
cross join figure
cross join last_year
cross join known
left join standing on standing.scheme = 'region-quarterly' and standing.subject = region.region_id
where region.region_id = recipient()
