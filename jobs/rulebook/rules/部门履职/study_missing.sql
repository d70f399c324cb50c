-- 月度学习未完成: 本期没有组织学习贯彻
--
-- finding: study_missing
-- subject: region
-- basis:   R030

select
    r.region_id as subject,
    '组织学习贯彻' as case_key,
    cast(null as date) as since,
    cast(period_end() - interval '1' day as date) as due,
    concat(r.region_name, '本期未组织学习贯彻') as detail,
    r.origin
from region as r
where not exists (
    select 1 from activity as a
    where a.region_id = r.region_id and a.level = '县级' and a.kind = '学习贯彻'
        and a.held_on >= period_start() and a.held_on < period_end()
)
    and period_is_over()
