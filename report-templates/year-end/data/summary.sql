-- 全年情况：本年至期末和上年（一行）
-- basis: R068
-- rows: one
with figure as (
    select
        max(value) filter (where indicator = 'active_projects') as projects,
        max(value) filter (where indicator = 'inspections') as inspections,
        max(value) filter (where indicator = 'inspection_coverage') as coverage,
        max(value) filter (where indicator = 'hazards_found') as hazards,
        max(value) filter (where indicator = 'major_hazards_found') as major,
        max(value) filter (where indicator = 'hazard_on_time') as on_time,
        max(value) filter (where indicator = 'hazard_closure') as closure,
        max(numerator) filter (where indicator = 'overdue_major_hazards') as overdue_major,
        max(value) filter (where indicator = 'accidents') as accidents,
        max(value) filter (where indicator = 'fatalities') as deaths,
        max(value) filter (where indicator = 'attendance_manager') as attendance_manager,
        max(value) filter (where indicator = 'risk_review_months') as review_share,
        max(value) filter (where indicator = 'filing_on_time') as filings,
        max(value) filter (where indicator = 'meetings_held') as meetings,
        max(value) filter (where indicator = 'trainings_held') as trainings,
        max(value) filter (where indicator = 'joint_inspections') as joint,
        max(numerator) filter (where indicator = 'award_share') as awarded,
        max(value) filter (where indicator = 'award_share') as award_share,
        max(value) filter (where indicator = 'small_works_registered') as works,
        max(value) filter (where indicator = 'small_work_checks') as checks,
        max(numerator) filter (where indicator = 'small_work_coverage') as checked_works,
        max(value) filter (where indicator = 'small_work_coverage') as work_coverage,
        max(value) filter (where indicator = 'small_work_accidents') as work_accidents
    from observation
    where subject_kind = 'city'
),

-- 那时还没有事故台账的，是没有数据，不是零
known as (
    select count(*) as accidents from ledger_since where dataset = 'accident' and since <= last_year_start()
)

select
    f.*,
    (select count(*) from standing_stop_order where issued_on >= period_start()) as stop_orders,
    (select 100.0 * sum(numerator) / nullif(sum(denominator), 0) from observation
        where indicator = 'electronic_certificates' and subject_kind = 'enterprise') as certificates,
    case when known.accidents > 0 then (select count(*) from accident
        where occurred_at >= last_year_start() and occurred_at < last_year_end()) end as last_year_accidents,
    case when known.accidents > 0 then (select coalesce(sum(deaths), 0) from accident
        where occurred_at >= last_year_start() and occurred_at < last_year_end()) end as last_year_deaths
from figure as f
cross join known
