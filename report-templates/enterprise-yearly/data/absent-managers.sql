-- 年内考核时在册而一次都没有参加的安管人员：一个企业一行，只写人数和名册编号
-- basis: R050
with due as (
    select distinct m.region_id, m.enterprise_id, m.manager_id
    from safety_manager as m
    join exam_result as x on x.region_id = m.region_id
        and x.held_on >= period_start() and x.held_on < period_end()
    where m.from_on <= x.held_on and coalesce(m.until_on >= x.held_on, true)
)

select
    r.region_name,
    e.enterprise_name,
    count(*) as persons,
    string_agg(d.manager_id, '、' order by d.manager_id) as managers
from due as d
join region as r on r.region_id = d.region_id
join enterprise as e on e.enterprise_id = d.enterprise_id
left join exam_latest as s on s.manager_id = d.manager_id and s.held_on >= period_start()
where s.manager_id is null
group by r.region_id, r.region_name, e.enterprise_id, e.enterprise_name
order by r.region_id, e.enterprise_id
