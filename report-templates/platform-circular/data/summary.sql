-- 合计，截至日和上次通报的截至日（一行）
-- basis: R056
-- rows: one
select
    cast(period_end() - interval '1' day as date) as as_of,
    (select max(c.as_of) from platform_circular as c where c.as_of < period_end() - interval '1' day) as previous_as_of,
    max(numerator) as entered,
    max(denominator) as projects,
    max(value) as share
from observation
where indicator = 'platform_entered' and subject_kind = 'city'
