-- 本月各气象预警在各地的转发和响应
-- basis: R041
with sites as (
    select
        warning_id,
        region_id,
        count(*) as projects,
        count(*) filter (where answered) as answered,
        count(*) filter (where answered is not null) as due
    from weather_site
    group by warning_id, region_id
)

select
    w.warning_id,
    r.region_name,
    w.kind,
    w.level,
    w.issued_at,
    w.sent_at,
    date_diff('minute', w.issued_at, w.sent_at) as minutes,
    case
        when w.sent_at is null and w.issued_at + q.value * interval '1' minute < period_end() then '未转发'
        when w.sent_at > w.issued_at + q.value * interval '1' minute then '超时'
        when w.sent_at is not null then '及时'
    end as state,
    coalesce(s.projects, 0) as projects,
    coalesce(s.answered, 0) as answered,
    100.0 * s.answered / nullif(s.due, 0) as share
from weather_warning as w
join region as r on r.region_id = w.region_id
join parameter as q on q.name = 'weather_pass_minutes'
left join sites as s on s.warning_id = w.warning_id and s.region_id = w.region_id
where w.issued_at >= period_start() and w.issued_at < period_end()
order by w.issued_at, w.warning_id, r.region_id
