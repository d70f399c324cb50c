-- 企业测评覆盖率: 在施项目中期内由所属施工企业测评至少一次的比例
--
-- indicator: enterprise_assessment_coverage
-- subject:   project
-- better:    higher
-- unit:      "%"
-- every:     quarter
-- basis:     R002

with

evidence as (
    select
        p.project_id as subject,
        a.assessed_on,
        a.score,
        coalesce(a.origin, p.origin) as origin
    from active_project as p
    left join enterprise_assessment_latest as a on a.project_id = p.project_id
)

select
    subject,
    max(case when assessed_on is not null then 1 else 0 end) as numerator,
    1 as denominator
from evidence
where assessed_on is not null or period_is_over()
group by subject
