-- 智慧工地设备应接未接: 安装范围内的在施项目期末没有接入该类设备
--
-- finding: device_unconnected
-- subject: project
-- basis:   R054

select
    project_id as subject,
    concat('应接 ', kind) as case_key,
    cast(null as date) as since,
    cast(null as date) as due,
    concat(project_name, '未接入', kind, '监测设备') as detail,
    origin
from device_due
where not connected
