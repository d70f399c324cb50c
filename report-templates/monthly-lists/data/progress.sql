-- 工作进展：本月与上月（一行）
-- basis: R089
-- rows: one
with figure as (
    select period_start, indicator, numerator, denominator, value
    from history_observation
    where subject_kind = 'city' and period_start in (period_start(), previous_start())
),

present as (
    select
        max(value) filter (where indicator = 'active_projects') as active_projects,
        max(value) filter (where indicator = 'inspections') as inspections,
        max(value) filter (where indicator = 'inspection_coverage') as coverage,
        max(value) filter (where indicator = 'hazards_found') as hazards,
        max(value) filter (where indicator = 'major_hazards_found') as major,
        max(value) filter (where indicator = 'hazard_closure') as closure,
        max(value) filter (where indicator = 'listing_coverage') as listing,
        max(value) filter (where indicator = 'risk_graded') as graded,
        max(numerator) filter (where indicator = 'overdue_major_hazards') as overdue_major,
        max(value) filter (where indicator = 'study_done') as study,
        max(value) filter (where indicator = 'risk_review_done') as review,
        max(value) filter (where indicator = 'filing_on_time') as filings,
        max(value) filter (where indicator = 'leader_shifts') as led,
        max(value) filter (where indicator = 'duty_shifts') as watched,
        max(denominator) filter (where indicator = 'weather_passed_on') as warnings,
        max(value) filter (where indicator = 'weather_passed_on') as passed_on,
        max(value) filter (where indicator = 'weather_answered') as answered,
        max(value) filter (where indicator = 'inspectors_frequent') as frequent,
        max(value) filter (where indicator = 'pipeline_commitments') as committed
    from figure
    where period_start = period_start()
),

before as (
    select
        max(value) filter (where indicator = 'inspections') as previous_inspections,
        max(value) filter (where indicator = 'hazards_found') as previous_hazards,
        max(value) filter (where indicator = 'hazard_closure') as previous_closure
    from figure
    where period_start = previous_start()
)

select
    present.*,
    before.*,
    (select count(*) from finding where state = 'new') as new_cases,
    (select count(*) from finding where state = 'continued') as continued_cases,
    (select count(*) from finding where state = 'cleared') as cleared_cases
from present
cross join before
