-- 县级的联席会、培训会、限额以下工程联合检查，一个口径、一次一行；没有签到的培训会不算，联合检查须有应急或者消防部门参加

select
    s.span,
    a.region_id,
    a.activity_id,
    a.kind,
    a.held_on,
    coalesce(a.participants like '%应急%', false) as with_emergency,
    coalesce(a.participants like '%消防%', false) as with_fire,
    a.origin
from activity as a
join tally_span as s on a.held_on >= s.first_day
where a.level = '县级' and a.held_on < period_end()
    and (a.kind = '联席会' or (a.kind = '培训会' and a.signed_in > 0)
        or (a.kind = '联合检查' and (a.participants like '%应急%' or a.participants like '%消防%')))
