-- 差别化监管的周期：第 k 周期自送达日满 k−1 个月的次日起，至满 k 个月之日止，当月没有该日的为月末
--
-- 第 0 周期是确认列入至告知单送达。列到期末已开始的周期为止，解除告知单送达日及以后不再开始新的周期。

with months as (
    select
        s.project_id,
        s.notice_no,
        s.confirmed_on,
        s.delivered_on,
        s.until,
        s.origin,
        date_diff('month', s.delivered_on, d.day) as cycle,
        d.day as last_day
    from supervision_stay as s
    join calendar_day as d
        on d.day > s.delivered_on
        and d.day = cast(s.delivered_on + date_diff('month', s.delivered_on, d.day) * interval '1' month as date)
),

cycles as (
    select
        *,
        cast(delivered_on + (cycle - 1) * interval '1' month + interval '1' day as date) as first_day
    from months
)

select
    project_id,
    notice_no,
    confirmed_on,
    delivered_on,
    until,
    cycle,
    first_day,
    last_day,
    origin
from cycles
where first_day < period_end() and coalesce(first_day < until, true)
union all
select
    project_id,
    notice_no,
    confirmed_on,
    delivered_on,
    until,
    0 as cycle,
    coalesce(confirmed_on, delivered_on) as first_day,
    delivered_on as last_day,
    origin
from supervision_stay
