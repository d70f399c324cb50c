-- 智慧工地接入率: 安装范围内应接入的设备类别中期末已接入的比例；安装范围见 reference/device-scope.csv
--
-- indicator: device_access
-- subject:   project
-- better:    higher
-- unit:      "%"
-- basis:     R054

with

evidence as (
    select
        project_id as subject,
        kind,
        connected,
        origin
    from device_due
)

select
    subject,
    count(*) filter (where connected) as numerator,
    count(*) as denominator
from evidence
group by subject
