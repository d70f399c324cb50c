-- 智慧工地接入率: 安装范围内应接入的设备类别中期末（已竣工的，竣工时）已接入的比例；安装范围见智慧工地安装范围表
-- duty:    device_access
-- case:    device_unconnected 智慧工地设备应接未接
-- subject: project
-- basis:   R054

select
    p.project_id as subject,
    concat('应接 ', s.kind) as case_key,
    d.device_id is not null as met,
    cast(null as date) as since,
    cast(null as date) as due,
    concat(p.project_name, '未接入', s.kind, '监测设备') as detail,
    coalesce(d.origin, p.origin) as origin
from active_project as p
join device_scope as s
    on coalesce(p.cost_wan, 0) >= s.cost_from
        and (s.sites = '全部' or (s.sites = '有塔式起重机' and p.has_crane) or (s.sites = '有深基坑' and p.has_pit))
left join device as d
    on d.project_id = p.project_id
        and d.kind = s.kind
        and d.installed_on < period_end()
        and (d.removed_on is null or d.removed_on >= least(period_end(), coalesce(p.completed_on, period_end())))
