-- 标准化创建比例: 年内获奖项目占在建项目的比例
--
-- indicator: award_share
-- subject:   region
-- every:     year
-- basis:     R053

with

evidence as (
    select
        p.region_id as subject,
        p.project_id,
        a.award_id,
        a.awarded_on,
        coalesce(a.origin, p.origin) as origin
    from active_project as p
    left join award as a on a.project_id = p.project_id
        and a.awarded_on >= year_start() and a.awarded_on < period_end()
)

select
    subject,
    count(distinct case when award_id is not null then project_id end) as numerator,
    count(distinct project_id) as denominator
from evidence
group by subject
