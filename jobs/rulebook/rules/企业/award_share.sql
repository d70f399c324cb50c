-- 标准化创建比例: 年内获得名单所列标准化奖项的项目占年内在建项目的比例；年前已竣工项目的奖不计
-- indicator: award_share
-- subject:   region
-- every:     year
-- basis:     R053

with evidence as (
    select p.region_id as subject, p.project_id, a.award_id, a.awarded_on, coalesce(a.origin, p.origin) as origin
    from active_project as p
    join parameter as q on q.name = 'award_base_at_end'
    left join award_in_year as a on a.project_id = p.project_id and a.state = '计入'
    where q.value = 0 or p.phase <> '竣工'
)

select
    subject,
    count(distinct case when award_id is not null then project_id end) as numerator,
    count(distinct project_id) as denominator
from evidence
group by subject
