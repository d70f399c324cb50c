-- 自评按期填报率: 在施项目在当月内填报当月安全状况测评的比例
--
-- indicator: self_assessment_on_time
-- subject:   project
-- better:    higher
-- unit:      "%"
-- basis:     R001, R003

with

evidence as (
    select
        p.project_id as subject,
        a.submitted_on,
        a.score,
        coalesce(a.origin, p.origin) as origin
    from active_project as p
    left join self_assessment as a on a.project_id = p.project_id and a.month = period_start()
)

select
    subject,
    count(*) filter (where submitted_on < period_end()) as numerator,
    count(*) as denominator
from evidence
where submitted_on < period_end() or period_is_over()
group by subject
