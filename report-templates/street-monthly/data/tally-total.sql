-- 全部<bureau.street>的登记、检查和受检工程，及会议培训、联合检查：本月、本年、累计各一行；登记后来才有的，写明自哪个月起
-- basis: R069, R071, R072
with meeting as (
    select
        span,
        count(*) filter (where kind = '联席会') as meetings,
        count(*) filter (where kind = '培训会') as trainings,
        count(*) filter (where kind = '联合检查') as joint,
        count(*) filter (where kind = '联合检查' and with_emergency) as with_emergency,
        count(*) filter (where kind = '联合检查' and with_fire) as with_fire
    from county_activity
    group by span
)

select
    t.span,
    t.first_day,
    max(case when t.span <> '本期' and k.since > t.first_day then k.since end) as since,
    sum(t.registered) as registered,
    sum(t.checks) as checks,
    sum(t.works) as works,
    sum(t.checked) as checked,
    100.0 * sum(t.checked) / nullif(sum(t.works), 0) as coverage,
    coalesce(max(m.meetings), 0) as meetings,
    coalesce(max(m.trainings), 0) as trainings,
    coalesce(max(m.joint), 0) as joint,
    coalesce(max(m.with_emergency), 0) as with_emergency,
    coalesce(max(m.with_fire), 0) as with_fire
from small_work_tally as t
left join ledger_since as k on k.dataset = 'small_work'
left join meeting as m on m.span = t.span
group by t.span, t.first_day
order by case t.span when '本期' then 1 when '本年' then 2 else 3 end
