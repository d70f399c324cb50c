-- 围挡问题：逾期未整治、逾期未拆除，不符合设置条件和标准，尚未核查
-- basis: R021
with cases as (
    select f.subject as street_id, f.case_key as fence_id, rule.title as problem, f.due, f.detail
    from finding as f
    join rule on rule.name = f.rule
    where f.rule in ('fence_overdue', 'fence_standing') and f.state <> 'cleared'
    union all
    select
        street_id,
        fence_id,
        case when checked_on < period_end() then '不符合设置条件和标准' else '尚未核查' end,
        null,
        concat(area, coalesce(kind, '围挡'), '，', set_on, '设置')
    from fence
    where set_on < period_end() and coalesce(removed_on >= period_end(), true)
        and (checked_on is null or checked_on >= period_end() or not meets)
)

select r.region_name, s.street_name, c.problem, c.fence_id, c.due, c.detail
from cases as c
join street as s on s.street_id = c.street_id
join region as r on r.region_id = s.region_id
order by c.problem, s.street_id, c.fence_id
