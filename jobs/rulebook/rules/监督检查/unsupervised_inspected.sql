-- 不聘用监理项目专项检查率: 在施的不聘用监理项目中本期受过监督检查的比例
-- indicator: unsupervised_inspected
-- subject:   project
-- basis:     R011

with evidence as (
    select
        c.project_id as subject,
        (
            select count(*) from inspection as i
            where i.project_id = c.project_id and i.inspected_on >= period_start() and i.inspected_on < period_end()
        ) as visits,
        c.origin
    from supervision_contract as c
    join active_project as p on p.project_id = c.project_id
    where not c.employed and c.filed_on < period_end()
)

select
    subject,
    count(*) filter (where visits > 0) as numerator,
    count(*) as denominator
from evidence
group by subject
