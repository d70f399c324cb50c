-- 本季度应开展的宣传活动和培训：各地和本局的场次、参加人次；季度过完仍为零的是未开展
-- basis: R026, R027, R028
with places as (
    select region_id, region_name, region_id as place from region
    union all
    select cast(null as varchar), '本局', ''
)

select
    k.line,
    k.point,
    p.region_name,
    count(a.publicity_id) as sessions,
    coalesce(sum(a.attendees), 0) as attendees,
    case
        when count(a.publicity_id) > 0 then '已开展'
        when p.region_id is not null and period_is_over() then '未开展'
    end as state
from key_point as k
cross join places as p
left join publicity as a
    on a.item_code = k.item_code and a.project_id is null and coalesce(a.region_id, '') = p.place
        and a.held_on >= period_start() and a.held_on < period_end()
where k.quarter = extract(quarter from period_start()) and k.kind = '活动'
    and exists (select 1 from ledger_since where dataset = 'publicity')
group by k.line, k.point, p.region_id, p.region_name, p.place
order by k.line, p.place
