-- 安管人员考核：各地年内历次考核当天在册应考的人，参考、未考、合格各多少；未考的既不算合格也不算不合格
-- basis: R050
with due as (
    select distinct m.region_id, m.manager_id
    from safety_manager as m
    join exam_result as x on x.region_id = m.region_id
        and x.held_on >= period_start() and x.held_on < period_end()
    where m.from_on <= x.held_on and coalesce(m.until_on >= x.held_on, true)
)

select
    r.region_name,
    count(*) as managers,
    count(s.manager_id) as sat,
    count(*) - count(s.manager_id) as absent,
    count(*) filter (where s.passed) as passed,
    100 * count(*) filter (where s.passed) / nullif(count(s.manager_id), 0) as share
from due as d
join region as r on r.region_id = d.region_id
left join exam_latest as s on s.manager_id = d.manager_id and s.held_on >= period_start()
group by r.region_id, r.region_name
order by r.region_id
