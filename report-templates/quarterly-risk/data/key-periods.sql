-- 节日和重要活动期间的保障：起止日、检查、值守和事故；未开始的只列日期；比例不含没有报送检查记录的地区的项目
-- basis: R025, R026, R027, R028
select
    name,
    starts_on,
    ends_on,
    state,
    case when state <> '未开始' then sum(inspections) end as inspections,
    case when state <> '未开始' then sum(projects) end as projects,
    case when state <> '未开始' then sum(inspected) end as inspected,
    100.0 * sum(inspected) / nullif(sum(case when inspected is not null then projects end), 0) as share,
    case when state <> '未开始' then sum(shifts) end as shifts,
    100.0 * sum(led) / nullif(sum(shifts), 0) as led,
    100.0 * sum(watched) / nullif(sum(shifts), 0) as watched,
    case when state <> '未开始' then sum(accidents) end as accidents,
    case when state <> '未开始' then sum(deaths) end as deaths
from key_period_region
group by name, starts_on, ends_on, state
order by starts_on, ends_on, name
