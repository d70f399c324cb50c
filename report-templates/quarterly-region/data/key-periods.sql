-- 节日和重要活动期间本地的保障
-- basis: R025, R026, R027, R028
select
    name,
    starts_on,
    ends_on,
    inspections,
    projects,
    inspected,
    shifts,
    100.0 * led / nullif(shifts, 0) as led,
    100.0 * watched / nullif(shifts, 0) as watched,
    accidents,
    deaths
from key_period_region
where region_id = recipient() and state <> '未开始'
order by starts_on, ends_on, name
