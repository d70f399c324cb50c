-- 地区培训与考核：全覆盖专题培训、安管人员考核
-- basis: R033, R050
select
    r.region_name,
    t.sessions,
    t.full_sessions,
    case
        when not t.listed then '无名册'
        when t.full_sessions >= p.value then '达到'
        when period_is_over() then '不足'
        else concat('未到期', t.full_sessions, '/', cast(p.value as integer))
    end as training_state,
    o.value as attendance,
    (
        select count(*)
        from (
            select x.inspector_id
            from training_person as x
            where x.region_id = r.region_id and x.attended
            group by x.inspector_id
            having count(*) >= 2
        ) as twice
    ) as twice,
    x.held_on,
    x.candidates,
    x.circulated_on,
    x.circular_no,
    case
        when x.due_on is null or not exists (select 1 from observation as e where e.indicator = 'exam_on_time') then '未到期'
        when x.held_on is null then '未组织'
        when x.held_on > x.due_on then '逾期'
        else '按期'
    end as exam_state
from region as r
join full_training as t on t.region_id = r.region_id
join parameter as p on p.name = 'training_sessions_least'
left join observation as o
    on o.indicator = 'training_attendance' and o.subject_kind = 'region' and o.subject = r.region_id
left join region_exam as x on x.region_id = r.region_id
order by r.region_id
