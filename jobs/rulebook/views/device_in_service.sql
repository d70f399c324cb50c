-- 期内应在线设备：在施项目已接入、未拆除的设备，及其在期内的起止日期（止日不含）

select
    d.device_id,
    d.project_id,
    d.kind,
    d.interval_minutes,
    greatest(d.installed_on, period_start()) as service_from,
    least(coalesce(d.removed_on, period_end()), period_end()) as service_to,
    d.origin
from device as d
join active_project as p on p.project_id = d.project_id
where d.installed_on < period_end()
    and (d.removed_on is null or (d.removed_on > period_start() and d.removed_on > d.installed_on))
