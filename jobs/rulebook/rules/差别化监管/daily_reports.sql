-- 列管项目日报报送率: 期内列管且未停工的日子中，当日报送了经项目经理签字日报的比例
-- indicator: daily_reports
-- subject:   project
-- basis:     R101

with evidence as (
    select s.project_id as subject, s.day, r.reported_on, r.signed, coalesce(r.origin, s.origin) as origin
    from supervised_day as s
    left join daily_report as r on r.project_id = s.project_id and r.day = s.day
    where s.day >= period_start()
)

select
    subject,
    count(*) filter (where reported_on = day and signed) as numerator,
    count(*) as denominator
from evidence
group by subject
