-- 专项行动各阶段、各领域的隐患：进行中的阶段计到截止日，期内结束的再列一次，都只按阶段自己的起止日，与月、季、年无关
-- 阶段为“全程”的一行只是行动的起止日（run --period 行动名称），不按领域列；按名称统计一项行动时只列它
-- 一项行动只计它自己的隐患，台账里至期末没有它一条记录的，各数都不知道（不是零），recorded 为否；carried 是同一行动此前发现、阶段开始时还没有销号的
with phases as (
    select *, least(cast(ends_on + interval '1' day as date), period_end()) as ends_before
    from campaign_phase
    where starts_on < period_end() and ends_on >= period_start() and phase <> '全程'
        and coalesce(nullif(substring(period_name(), 24, 99), ''), campaign) = campaign
),

fields as (
    select '建筑施工' as field, 1 as line
    union all select '燃气', 2
    union all select '城市运行', 3
    union all select '危旧房', 4
    union all select '供排水', 5
),

recorded as (
    select distinct campaign from campaign_hazard where found_on < period_end()
)

select
    p.campaign,
    p.phase,
    p.starts_on,
    p.ends_on,
    case when p.ends_on < period_end() then '已结束' else '进行中' end as state,
    f.field,
    f.line,
    r.campaign is not null as recorded,
    case when r.campaign is not null then count(h.hazard_id) filter (where h.found_on >= p.starts_on) end as found,
    case when r.campaign is not null
        then count(h.hazard_id) filter (where h.found_on >= p.starts_on and h.closed_on < period_end()) end as closed,
    case when r.campaign is not null
        then count(h.hazard_id) filter (where h.found_on < p.starts_on and coalesce(h.closed_on >= p.starts_on, true)) end as carried,
    case when r.campaign is not null
        then count(h.hazard_id) filter (where h.found_on < p.starts_on and h.closed_on >= p.starts_on and h.closed_on < period_end()) end
        as carried_closed
from phases as p
cross join fields as f
left join recorded as r on r.campaign = p.campaign
left join campaign_hazard as h on h.campaign = p.campaign and h.field = f.field and h.found_on < p.ends_before
group by p.campaign, r.campaign, p.phase, p.starts_on, p.ends_on, f.field, f.line
