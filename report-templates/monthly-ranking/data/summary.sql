-- 总体情况：本月与上月（一行）
with figure as (
    select period_start, indicator, numerator, value
    from history_observation
    where subject_kind = 'city' and period_start in (period_start(), previous_start())
),

current_month as (
    select
        max(value) filter (where indicator = 'active_projects') as active_projects,
        max(value) filter (where indicator = 'inspections') as inspections,
        max(value) filter (where indicator = 'inspection_coverage') as inspection_coverage,
        max(value) filter (where indicator = 'city_inspection_coverage') as city_inspection_coverage,
        max(value) filter (where indicator = 'hazards_found') as hazards_found,
        max(value) filter (where indicator = 'hazard_closure') as hazard_closure,
        max(value) filter (where indicator = 'hazard_on_time') as hazard_on_time,
        max(value) filter (where indicator = 'major_hazards_found') as major_hazards_found,
        max(numerator) filter (where indicator = 'overdue_major_hazards') as overdue_major_hazards,
        max(value) filter (where indicator = 'device_online') as device_online,
        max(value) filter (where indicator = 'attendance_manager') as attendance_manager,
        max(value) filter (where indicator = 'attendance_supervisor') as attendance_supervisor,
        max(value) filter (where indicator = 'accidents') as accidents,
        max(value) filter (where indicator = 'fatalities') as fatalities
    from figure
    where period_start = period_start()
),

previous_month as (
    select
        max(value) filter (where indicator = 'active_projects') as previous_active_projects,
        max(value) filter (where indicator = 'inspections') as previous_inspections,
        max(value) filter (where indicator = 'hazards_found') as previous_hazards_found,
        max(value) filter (where indicator = 'hazard_closure') as previous_hazard_closure,
        max(value) filter (where indicator = 'major_hazards_found') as previous_major_hazards_found,
        max(value) filter (where indicator = 'device_online') as previous_device_online,
        max(value) filter (where indicator = 'attendance_manager') as previous_attendance_manager,
        max(value) filter (where indicator = 'accidents') as previous_accidents,
        max(value) filter (where indicator = 'fatalities') as previous_fatalities
    from figure
    where period_start = previous_start()
)

select *
from current_month
cross join previous_month
