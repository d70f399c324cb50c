-- 培训会次数: 本期属地召开的培训会，没有签到的不算
-- indicator: trainings_held
-- subject:   region
-- unit:      次
-- kind:      count
-- every:     [month, year]
-- basis:     R069

with evidence as (
    select
        r.region_id as subject,
        x.activity_id,
        x.held_on,
        coalesce(x.origin, r.origin) as origin
    from region as r
    left join county_activity as x on x.region_id = r.region_id and x.span = '本期' and x.kind = '培训会'
)

select
    subject,
    count(activity_id) as numerator
from evidence
group by subject
