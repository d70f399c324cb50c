-- 安责险投保覆盖率: 期末在保险期内的在施项目比例
--
-- indicator: insurance_coverage
-- subject:   project
-- better:    higher
-- unit:      "%"
-- basis:     R015

with

evidence as (
    select
        p.project_id as subject,
        (select count(*) from liability_policy as x where x.project_id = p.project_id
            and x.valid_from < period_end() and x.valid_to >= cast(period_end() - interval '1' day as date)) as times,
        p.origin
    from active_project as p
)

select
    subject,
    count(*) filter (where times > 0) as numerator,
    count(*) as denominator
from evidence
group by subject
