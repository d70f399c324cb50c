-- 管线防护承诺书签署率: 期末已签署地下管线安全防护承诺书的在施项目比例
--
-- indicator: pipeline_commitments
-- subject:   project
-- basis:     R016

with

evidence as (
    select
        p.project_id as subject,
        (select count(*) from pipeline_commitment as x where x.project_id = p.project_id and x.signed_on < period_end()) as times,
        p.origin
    from active_project as p
)

select
    subject,
    count(*) filter (where times > 0) as numerator,
    count(*) as denominator
from evidence
group by subject
