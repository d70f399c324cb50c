-- 全覆盖专题培训：期内每个地区的培训场次，其中应培人员全部参加的场次

select
    r.region_id,
    count(t.session_id) as sessions,
    count(t.session_id) filter (where t.required > 0 and t.attended >= t.required) as full_sessions,
    coalesce(max(t.origin), max(r.origin)) as origin
from region as r
left join training_session as t
    on t.region_id = r.region_id and t.held_on >= period_start() and t.held_on < period_end()
group by r.region_id
