-- 地区培训与考核：全覆盖专题培训、安管人员考核
-- basis: R033, R050
select
    r.region_name,
    t.sessions,
    t.full_sessions,
    o.value as attendance,
    x.held_on,
    x.candidates,
    x.circulated_on,
    case
        when x.due_on is null or not exists (select 1 from observation as e where e.indicator = 'exam_on_time') then ''
        when x.held_on is null then '未组织'
        when x.held_on > x.due_on then '逾期'
        else '按期'
    end as exam_state
from region as r
join full_training as t on t.region_id = r.region_id
left join observation as o
    on o.indicator = 'training_attendance' and o.subject_kind = 'region' and o.subject = r.region_id
left join region_exam as x on x.region_id = r.region_id
order by r.region_id
