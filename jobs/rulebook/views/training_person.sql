-- 专题培训：期内每次培训当天在册的一线监管人员，一人一行，是否参加；给这次缺席人员补训的一并算，没有名册的只有一行空人员
select
    t.region_id,
    t.session_id,
    i.inspector_id,
    a.inspector_id is not null as attended,
    t.origin
from training_session as t
left join inspector as i
    on i.region_id = t.region_id and i.from_on <= t.held_on and coalesce(i.until_on >= t.held_on, true)
left join (
    select distinct coalesce(m.makes_up, m.session_id) as session_id, x.inspector_id
    from training_session as m
    join training_attendee as x on x.session_id = m.session_id
    where m.held_on < period_end()
) as a on a.session_id = t.session_id and a.inspector_id = i.inspector_id
where t.makes_up is null and t.held_on >= period_start() and t.held_on < period_end()
