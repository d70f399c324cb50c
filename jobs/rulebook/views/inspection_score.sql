-- 监督检查评分：每次检查的总分和等次，没有评分明细的取检查评分汇总的总分
-- 只有总分的，不足70分的不合格；达到70分的有没有零分表不详，等次为空
select s.project_id, s.inspection_id, s.inspected_on, s.total, s.grade, s.zero_tables, i.origin
from jgj59_summary as s
join inspection as i on i.inspection_id = s.inspection_id
union all
select t.project_id, null, t.inspected_on, t.total, case when t.total < 70 then '不合格' end, null, t.origin
from inspection_total as t
left join jgj59_summary as i on i.project_id = t.project_id and i.inspected_on = t.inspected_on
where i.inspection_id is null
