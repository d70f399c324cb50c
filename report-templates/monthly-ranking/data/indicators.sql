-- 地区主要指标
select
    region.region_name,
    max(value) filter (where indicator = 'active_projects') as active_projects,
    max(value) filter (where indicator = 'inspection_coverage') as inspection_coverage,
    max(value) filter (where indicator = 'city_inspection_coverage') as city_inspection_coverage,
    max(value) filter (where indicator = 'self_assessment_on_time') as self_assessment_on_time,
    max(value) filter (where indicator = 'hazards_found') as hazards_found,
    max(value) filter (where indicator = 'hazard_closure') as hazard_closure,
    max(value) filter (where indicator = 'hazard_on_time') as hazard_on_time,
    max(numerator) filter (where indicator = 'overdue_major_hazards') as overdue_major_hazards,
    max(value) filter (where indicator = 'stop_order_compliance') as stop_order_compliance,
    max(value) filter (where indicator = 'device_online') as device_online,
    max(value) filter (where indicator = 'exceedance_hours') as exceedance_hours,
    max(value) filter (where indicator = 'alarm_response') as alarm_response,
    max(value) filter (where indicator = 'attendance_manager') as attendance_manager,
    max(value) filter (where indicator = 'attendance_supervisor') as attendance_supervisor,
    max(value) filter (where indicator = 'attendance_safety_officer') as attendance_safety_officer,
    max(value) filter (where indicator = 'jgj59_score') as jgj59_score,
    max(value) filter (where indicator = 'accidents') as accidents,
    max(value) filter (where indicator = 'fatalities') as fatalities
from region
left join observation on observation.subject = region.region_id and observation.subject_kind = 'region'
group by region.region_id, region.region_name
order by region.region_id
