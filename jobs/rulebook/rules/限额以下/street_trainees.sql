-- 限额以下工程培训登记人数: 本期培训签到人数
-- indicator: street_trainees
-- subject:   street
-- unit:      人
-- kind:      count
-- basis:     R077

with evidence as (
    select
        s.street_id as subject,
        x.training_id,
        x.trainees,
        coalesce(x.origin, s.origin) as origin
    from street as s
    left join street_training as x on x.street_id = s.street_id
        and x.held_on >= period_start() and x.held_on < period_end()
)

select
    subject,
    coalesce(sum(trainees), 0) as numerator
from evidence
group by subject
