-- 监督检查覆盖率: 在施项目中期内至少受属地监督机构检查一次的比例，复查不算
-- indicator: inspection_coverage
-- subject:   project
-- every:     [month, quarter, year]
-- basis:     R035, R004
--
-- 本级（市级）检查另计；期内整期停工的项目不在应检之列。

with evidence as (
    select p.project_id as subject, i.inspection_id, i.inspected_on, i.kind, coalesce(i.origin, p.origin) as origin
    from active_project as p
    left join inspection as i
        on i.project_id = p.project_id
        and i.level = '县级'
        and i.kind <> '复查'
        and i.inspected_on >= period_start()
        and i.inspected_on < period_end()
)

select
    subject,
    max(case when inspection_id is not null then 1 else 0 end) as numerator,
    1 as denominator
from evidence
group by subject
