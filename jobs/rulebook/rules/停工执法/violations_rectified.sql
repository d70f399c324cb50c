-- 用工与培训违规按期整改率: 期内到期的用工与培训违规中按期整改的比例
-- indicator: violations_rectified
-- subject:   project
-- basis:     R052

with evidence as (
    select project_id as subject, violation_id, kind, due_on, rectified_on, refused, origin
    from violation
    where due_on >= period_start() and due_on < period_end()
)

select
    subject,
    sum(case when rectified_on <= due_on then 1 else 0 end) as numerator,
    count(*) as denominator
from evidence
group by subject
