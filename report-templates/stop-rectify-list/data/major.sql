-- 重大隐患责令停工情况：宽限期最后一天在期内的逐处列出，此前届满的只列本期仍未下达或者才下达的
-- basis: R037
select
    region.region_name,
    project.project_name,
    enterprise.enterprise_name,
    stop.hazard_id,
    stop.category,
    stop.description,
    stop.found_on,
    stop.last_day,
    stop.order_id,
    stop.issued_on,
    stop.state,
    case when stop.state = '迟下' then stop.days_late end as days_late
from major_hazard_stop as stop
join project on project.project_id = stop.project_id
join region on region.region_id = project.region_id
join enterprise on enterprise.enterprise_id = project.contractor_id
left join finding
    on finding.rule = 'major_hazard_without_stop_order'
        and finding.subject = stop.project_id
        and finding.case_key = stop.hazard_id
        and finding.state <> 'cleared'
where (stop.last_day >= period_start() and stop.last_day < period_end()) or finding.case_key is not null
order by
    case stop.state when '未下' then 1 when '迟下' then 2 else 3 end,
    region.region_id, stop.found_on, stop.hazard_id
