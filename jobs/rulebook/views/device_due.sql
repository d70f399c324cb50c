-- 应接入的智慧工地设备：安装范围内的在施项目，每类一行；期末（已竣工的，竣工时）有接入的设备为已接入

select
    p.project_id,
    p.project_name,
    s.kind,
    exists (
        select 1 from device as d
        where d.project_id = p.project_id and d.kind = s.kind
            and d.installed_on < period_end()
            and (d.removed_on is null or d.removed_on >= least(period_end(), coalesce(p.completed_on, period_end())))
    ) as connected,
    p.origin
from active_project as p
join device_scope as s
    on coalesce(p.cost_wan, 0) >= s.cost_from
    and (s.sites = '全部' or (s.sites = '有塔式起重机' and p.has_crane) or (s.sites = '有深基坑' and p.has_pit))
