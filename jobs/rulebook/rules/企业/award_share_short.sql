-- 标准化创建比例不足: 年内获奖项目占在建项目的比例低于规定
--
-- finding: award_share_short
-- subject: region
-- every:   year
-- basis:   R053

with

shares as (
    select
        p.region_id,
        count(distinct p.project_id) as projects,
        count(distinct a.project_id) as awarded,
        max(p.origin) as origin
    from active_project as p
    left join award as a on a.project_id = p.project_id
        and a.awarded_on >= year_start() and a.awarded_on < period_end()
    group by p.region_id
)

select
    s.region_id as subject,
    '标准化创建' as case_key,
    cast(null as date) as since,
    cast(period_end() - interval '1' day as date) as due,
    concat('在建', s.projects, '个，获奖', s.awarded, '个，低于', cast(q.value as integer), '%') as detail,
    s.origin
from shares as s
join parameter as q on q.name = 'award_share_least'
where 100 * s.awarded < q.value * s.projects
    and period_is_over()
