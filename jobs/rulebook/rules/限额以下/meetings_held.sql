-- 联席会和培训会次数: 年初至期末县级召开的联席会、培训会
--
-- indicator: meetings_held
-- subject:   region
-- unit:      次
-- kind:      count
-- every:     [month, year]
-- basis:     R069

with

evidence as (
    select
        r.region_id as subject,
        x.activity_id,
        x.held_on,
        coalesce(x.origin, r.origin) as origin
    from region as r
    left join activity as x on x.region_id = r.region_id and x.level = '县级' and x.kind in ('联席会', '培训会')
        and x.held_on >= year_start() and x.held_on < period_end()
)

select
    subject,
    count(activity_id) as numerator
from evidence
group by subject
