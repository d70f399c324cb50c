-- 全覆盖专题培训：期内每个地区的培训场次（补训不另算），其中在册人员全部参加的场次；listed：有名册，办过培训的也有签到
with session as (
    select region_id, session_id, count(inspector_id) as roster, count(*) filter (where attended) as present
    from training_person
    group by region_id, session_id
)

select
    r.region_id,
    count(s.session_id) as sessions,
    count(s.session_id) filter (where s.present > 0 and s.present = s.roster) as full_sessions,
    case when count(s.session_id) > 0 then sum(s.present) > 0 else max(i.people) is not null end as listed,
    max(r.origin) as origin
from region as r
left join session as s on s.region_id = r.region_id
left join (select region_id, count(*) as people from inspector group by region_id) as i on i.region_id = r.region_id
group by r.region_id
