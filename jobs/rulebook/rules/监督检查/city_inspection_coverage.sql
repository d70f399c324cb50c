-- 本级检查覆盖率: 在施项目中期内至少受本级监督机构检查一次的比例，复查不算
-- indicator: city_inspection_coverage
-- subject:   project
-- better:    higher
-- unit:      "%"
-- basis:     R035
--
-- 与属地检查覆盖率分开计，不进入考核得分。

with evidence as (
    select p.project_id as subject, i.inspection_id, i.inspected_on, i.kind, coalesce(i.origin, p.origin) as origin
    from active_project as p
    left join inspection as i
        on i.project_id = p.project_id
        and i.level = '市级'
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
