-- <bureau.short>半年集中宣贯未开展: 本半年至期末<bureau.short>没有开展集中宣贯
-- finding: city_publicity_missing
-- subject: city
-- every:   quarter
-- basis:   R032

select
    c.city_id as subject,
    '半年集中宣贯' as case_key,
    cast(null as date) as since,
    cast(period_end() - interval '1' day as date) as due,
    '<bureau.short>至期末未开展半年集中宣贯' as detail,
    c.origin
from city as c
where not exists (
    select 1 from activity as a
    where a.level = '市级' and a.kind = '集中宣贯'
        and a.held_on >= period_end() - interval '6' month and a.held_on < period_end()
)
    and extract(month from period_end()) in (1, 7)
    and once_is_due()
