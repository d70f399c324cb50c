-- 期末前发现的重大隐患，作为挂牌督办的对象
select
    h.hazard_id,
    concat(p.project_name, '（', h.category, '，', h.hazard_id, '）') as hazard_name,
    h.project_id,
    h.category,
    h.description,
    h.found_on,
    h.due_on,
    case when h.rectified_on < period_end() then h.rectified_on end as rectified_on,
    case when h.closed_on < period_end() then h.closed_on end as closed_on,
    h.origin
from hazard as h
join project as p on p.project_id = h.project_id
where h.grade = '重大' and h.found_on < period_end()
