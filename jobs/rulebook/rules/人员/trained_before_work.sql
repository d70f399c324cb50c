-- 先培训后上岗率: 期末在岗特种作业人员中课时足够且完成培训后上岗的比例
--
-- indicator: trained_before_work
-- subject:   project
-- better:    higher
-- unit:      "%"
-- basis:     R051

with

evidence as (
    select
        project_id as subject,
        worker_id,
        trade,
        training_hours,
        trained_on,
        entered_on,
        trained_before,
        hours_enough,
        origin
    from special_worker_in_post
)

select
    subject,
    sum(case when trained_before and hours_enough then 1 else 0 end) as numerator,
    count(*) as denominator
from evidence
group by subject
