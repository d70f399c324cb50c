-- 安管人员考核按期组织率: <bureau.region>中在截止日前组织安全生产管理人员业务知识考核的比例
--
-- indicator: exam_on_time
-- subject:   region
-- better:    higher
-- unit:      "%"
-- basis:     R050

with

evidence as (
    select
        region_id as subject,
        due_on,
        exam_id,
        held_on,
        candidates,
        origin
    from region_exam
)

select
    subject,
    sum(case when held_on <= due_on then 1 else 0 end) as numerator,
    count(*) as denominator
from evidence
group by subject
