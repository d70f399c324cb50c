-- 列管项目监管要求履行情况
-- basis: R097, R098, R099, R100, R101, R102, R103, R104

with supervised as (
    select
        project_id,
        max(since) as since
    from supervised_span
    where coalesce(until > period_start(), true)
    group by project_id
),

figures as (
    select
        subject,
        max(value) filter (where indicator = 'supervised_months') as months,
        max(denominator) filter (where indicator = 'supervised_checks') as cycles_ended,
        max(numerator) filter (where indicator = 'supervised_checks') as cycles_met,
        max(value) filter (where indicator = 'supervised_check_reports') as reports,
        max(value) filter (where indicator = 'rectification_accepted') as accepted,
        max(value) filter (where indicator = 'daily_reports') as daily,
        max(value) filter (where indicator = 'patrol_days') as patrols,
        max(value) filter (where indicator = 'patrol_recheck') as rechecks,
        max(value) filter (where indicator = 'weekly_reports') as weekly,
        max(value) filter (where indicator = 'supervision_receipts') as receipts
    from observation
    where subject_kind = 'project'
    group by subject
)

select
    p.project_name,
    r.region_name,
    s.since,
    cast(f.months as integer) as months,
    cast(f.cycles_ended as integer) as cycles_ended,
    cast(f.cycles_met as integer) as cycles_met,
    f.reports,
    f.accepted,
    f.daily,
    f.patrols,
    f.rechecks,
    f.weekly,
    f.receipts
from supervised as s
join project as p on p.project_id = s.project_id
join region as r on r.region_id = p.region_id
left join figures as f on f.subject = s.project_id
order by s.since, p.project_id
