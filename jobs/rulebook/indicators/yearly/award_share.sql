-- 标准化创建比例: 年内获奖项目占在建项目的比例
--
-- indicator: award_share
-- subject:   region
-- better:    higher
-- unit:      "%"
-- basis:     R053

with

evidence as (
    select
        p.region_id as subject,
        p.project_id,
        count(a.award_id) as awards,
        max(coalesce(a.load_id, p.load_id)) as load_id,
        max(coalesce(a.source_row, p.source_row)) as source_row
    from active_project as p
    left join award as a on a.project_id = p.project_id
        and a.awarded_on >= year_start() and a.awarded_on < period_end()
    group by p.region_id, p.project_id
)

select
    subject,
    count(*) filter (where awards > 0) as numerator,
    count(*) as denominator
from evidence
group by subject
