-- 年内公布的标准化奖项：计入创建比例的在前，不计的写明原因
-- basis: R053
select
    a.state,
    r.region_name,
    p.project_name,
    a.award,
    a.awarded_on
from award_in_year as a
join project as p on p.project_id = a.project_id
join region as r on r.region_id = a.region_id
order by case a.state when '计入' then 1 else 2 end, a.state, a.region_id, a.awarded_on, a.award_id
