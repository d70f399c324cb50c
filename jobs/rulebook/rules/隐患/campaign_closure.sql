-- 专项行动隐患整改率: 期末所在专项行动阶段内（自阶段起日，可跨年）排查的隐患至期末已整改的比例
--
-- indicator: campaign_closure
-- subject:   project
-- basis:     R092

with

evidence as (
    select
        h.project_id as subject,
        h.hazard_id,
        h.found_on,
        h.rectified_on,
        h.origin
    from hazard as h
    where exists (
        select 1 from campaign_phase as c
        where c.starts_on < period_end() and c.ends_on >= period_start()
            and h.found_on >= c.starts_on and h.found_on <= c.ends_on
    )
        and h.found_on < period_end()
)

select
    subject,
    count(*) filter (where rectified_on < period_end()) as numerator,
    count(*) as denominator
from evidence
group by subject
