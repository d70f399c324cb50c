-- 本季度本地应开展的宣传活动和培训
-- basis: R026, R027, R028
select
    k.line,
    k.point,
    count(a.publicity_id) as sessions,
    coalesce(sum(a.attendees), 0) as attendees
from key_point as k
left join publicity as a
    on a.item_code = k.item_code and a.project_id is null and a.region_id = recipient()
        and a.held_on >= period_start() and a.held_on < period_end()
where k.quarter = extract(quarter from period_start()) and k.kind = '活动'
    and exists (select 1 from ledger_since where dataset = 'publicity')
group by k.line, k.point
order by k.line
