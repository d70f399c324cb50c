-- 总体情况：本季度、上季度和上年同期（一行）；事实直接取自台账，所以不依赖以前各季度是否计算过
-- basis: R040
-- rows: one
with span as (
    select 'now' as which, period_start() as first_day, period_end() as end_day
    union all
    select 'previous', previous_start(), previous_end()
    union all
    select 'last_year', last_year_start(), last_year_end()
),

-- 那时还没有台账的，是没有数据，不是零：没有这一行
hazards as (
    select s.which, count(h.hazard_id) as cases, count(h.hazard_id) filter (where h.grade = '重大') as major
    from span as s
    join ledger_since as l on l.dataset = 'hazard' and (s.which = 'now' or l.since <= s.first_day)
    left join hazard as h on h.found_on >= s.first_day and h.found_on < s.end_day
    group by s.which
),

mishaps as (
    select s.which, count(a.accident_id) as accidents, coalesce(sum(a.deaths), 0) as deaths
    from span as s
    join ledger_since as l on l.dataset = 'accident' and (s.which = 'now' or l.since <= s.first_day)
    left join accident as a on a.occurred_at >= s.first_day and a.occurred_at < s.end_day
    group by s.which
),

figure as (
    select
        max(value) filter (where indicator = 'active_projects') as projects,
        max(value) filter (where indicator = 'inspections') as inspections,
        max(value) filter (where indicator = 'inspection_coverage') as inspection_coverage,
        max(value) filter (where indicator = 'hazard_on_time') as on_time,
        max(value) filter (where indicator = 'key_point_on_time') as key_on_time,
        max(value) filter (where indicator = 'key_items_done') as items_done,
        max(value) filter (where indicator = 'hazard_closure') as closure,
        max(numerator) filter (where indicator = 'overdue_major_hazards') as overdue_major,
        max(value) filter (where indicator = 'device_online') as device_online,
        max(value) filter (where indicator = 'alarm_response') as alarm_response,
        max(value) filter (where indicator = 'attendance_manager') as attendance_manager,
        max(value) filter (where indicator = 'risk_review_months') as review_share,
        max(value) filter (where indicator = 'noise_fee_paid') as noise_paid,
        max(value) filter (where indicator = 'noise_problems') as noise_problems,
        max(value) filter (where indicator = 'noise_complaints') as noise_complaints,
        max(value) filter (where indicator = 'publicity_done') as publicity_share
    from observation
    where subject_kind = 'city'
)

select
    f.*,
    (select cases from hazards where which = 'now') as hazards,
    (select major from hazards where which = 'now') as major,
    (select cases from hazards where which = 'previous') as previous_hazards,
    (select cases from hazards where which = 'last_year') as last_year_hazards,
    (select major from hazards where which = 'last_year') as last_year_major,
    (select accidents from mishaps where which = 'now') as accidents,
    (select deaths from mishaps where which = 'now') as deaths,
    (select accidents from mishaps where which = 'last_year') as last_year_accidents,
    (select deaths from mishaps where which = 'last_year') as last_year_deaths,
    (select count(*) from activity where level = '市级' and kind = '风险研判'
        and held_on >= period_start() and held_on < period_end()) as city_reviews,
    extract(quarter from period_start() + interval '3' month) as next_quarter
from figure as f
