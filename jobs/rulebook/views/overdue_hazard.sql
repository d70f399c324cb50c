-- 期末逾期未销号的隐患：整改期限已过而期末尚未销号的，分未整改与已整改、待销号（状态 state）
--
-- 名称、所属按检查当日；期限当日不算逾期，次日起算第一天；没有写明期限的另见 hazard_without_limit；期前已竣工的项目不列。
select
    h.hazard_id,
    h.project_id,
    t.project_name,
    t.region_id,
    t.contractor_id,
    h.grade,
    h.category,
    h.description,
    h.found_on,
    h.due_on,
    case when h.rectified then h.rectified_on end as rectified_on,
    case when h.rectified then '待销号' else '未整改' end as state,
    date_diff('day', h.due_on, period_end()) - 1 as days_overdue,
    h.origin
from (select *, rectified_on < period_end() as rectified from hazard) as h
join project_in_period as p on p.project_id = h.project_id
join project_history as t on t.project_id = h.project_id and h.found_on between t.held_from and t.held_until
where h.due_on < period_end() - interval '1' day
    and (h.closed_on is null or h.closed_on >= period_end())
    and not p.finished_before
