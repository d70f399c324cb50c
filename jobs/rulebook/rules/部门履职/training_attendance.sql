-- 专题培训参培率: 期末在册的一线监管人员中年内至少参加过一次专题培训的比例；没有签到的地区不计
-- indicator: training_attendance
-- subject:   region
-- every:     year
-- basis:     R033

with evidence as (
    select
        i.region_id as subject,
        i.inspector_id,
        (select count(*) from training_person as t where t.inspector_id = i.inspector_id and t.attended) as trainings,
        i.origin
    from inspector as i
    join full_training as f on f.region_id = i.region_id and f.listed
    where i.from_on < period_end() and coalesce(i.until_on >= period_end() - interval '1' day, true)
)

select
    subject,
    count(*) filter (where trainings > 0) as numerator,
    count(*) as denominator
from evidence
group by subject
