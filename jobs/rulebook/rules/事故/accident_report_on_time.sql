-- 事故逐级上报及时率: 各级在规定时限内上报的环节比例
--
-- indicator: accident_report_on_time
-- subject:   region
-- better:    higher
-- unit:      "%"
-- basis:     R062

with

evidence as (
    select
        p.region_id as subject,
        r.accident_id,
        r.step,
        r.known_at,
        r.reported_at,
        r.origin
    from accident_report as r
    join accident as a on a.accident_id = r.accident_id
    join project as p on p.project_id = a.project_id
    where r.step <> '上报全国平台' and a.occurred_at >= period_start() and a.occurred_at < period_end()
)

select
    subject,
    count(*) filter (
        where date_diff('minute', known_at, reported_at)
            <= (select p.value from parameter as p where p.name = 'accident_level_minutes')
    ) as numerator,
    count(*) as denominator
from evidence
group by subject
