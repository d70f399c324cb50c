-- 现场检查评分：期内每个项目各次检查按 JGJ 59-2011 评分的平均值，及以合同价（万元）表示的规模

select
    s.project_id,
    coalesce(nullif(p.cost_wan, 0), 1) as size,
    count(*) as inspections,
    cast(cast(sum(s.total) as double) / cast(count(*) as double) as decimal(18, 10)) as score,
    sum(case when s.grade = '不合格' then 1 else 0 end) as failed
from jgj59_summary as s
join project as p on p.project_id = s.project_id
where s.inspected_on >= period_start() and s.inspected_on < period_end()
group by s.project_id, p.cost_wan
