-- 第三方检测报告：期内在施项目上至期末检测过的设备，一份一行；不合格的何日销号（以后复检合格；参数许可的，复查销号也算）
--
-- 没有设备编号的，一份报告算一台设备。

select
    x.*,
    coalesce(x.equipment_id, x.test_id) as device,
    x.tested_on >= period_start() as in_period,
    least(
        case when m.value = 1 then x.verified_on end,
        (
            select min(y.tested_on)
            from equipment_test as y
            where y.equipment_id = x.equipment_id and y.qualified and y.tested_on > x.tested_on
        )
    ) as closed_on
from equipment_test as x
join active_project as p on p.project_id = x.project_id
join parameter as m on m.name = 'equipment_verified_closes'
where x.tested_on < period_end()
