-- 事故平台上报及时率: 上报全国平台的时限在期内届满的事故中按时上报的比例
-- indicator: accident_platform_on_time
-- subject:   region
-- better:    higher
-- unit:      "%"
-- basis:     R063

with evidence as (
    select s.region_id as subject, s.accident_id, s.step, s.known_at, s.due_at, s.reported_at, s.state, s.origin
    from accident_report_step as s
    where s.step = '上报全国平台' and s.due_at >= period_start() and s.due_at < period_end()
)

select
    subject,
    count(*) filter (where state = '按时') as numerator,
    count(*) as denominator
from evidence
group by subject
