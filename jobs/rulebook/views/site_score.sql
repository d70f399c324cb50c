-- 现场检查评分：期内每个项目各次监督检查评分的平均值

select
    project_id,
    count(*) as inspections,
    cast(cast(sum(total) as double) / cast(count(*) as double) as decimal(18, 10)) as score
from inspection_score
where inspected_on >= period_start() and inspected_on < period_end()
group by project_id
