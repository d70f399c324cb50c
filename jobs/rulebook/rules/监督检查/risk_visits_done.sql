-- 差别化监督频次完成率: 按风险等级应抽查的次数中已完成的比例，多查的不抵别的项目；频次见差别化监督频次表
-- indicator: risk_visits_done
-- subject:   project
-- basis:     R004

with evidence as (
    select project_id as subject, grade, plan_from, months, planned, done, last_visit, origin
    from risk_visit
)

select
    subject,
    sum(least(done, planned)) as numerator,
    sum(planned) as denominator
from evidence
group by subject
