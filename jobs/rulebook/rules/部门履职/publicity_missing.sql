-- 季度集中宣贯未开展: 本季度没有开展集中宣贯
--
-- finding: publicity_missing
-- subject: region
-- every:   quarter
-- basis:   R031

select
    r.region_id as subject,
    '开展集中宣贯' as case_key,
    cast(null as date) as since,
    cast(period_end() - interval '1' day as date) as due,
    concat(r.region_name, '本期未开展集中宣贯') as detail,
    r.origin
from region as r
where not exists (
    select 1 from activity as a
    where a.region_id = r.region_id and a.level = '县级' and a.kind = '集中宣贯'
        and a.held_on >= period_start() and a.held_on < period_end()
)
    and period_is_over()
