-- 项目分类：各类项目数与采取的措施
with measures as (
    select class, string_agg(measure, '；' order by line) as measures
    from class_measure
    where subject = '项目'
    group by class
)

select
    m.class,
    count(p.project_id) as projects,
    m.measures
from measures as m
left join project_class as p on p.class = m.class
group by m.class, m.measures
order by case m.class when '优秀' then 1 when '一般' then 2 else 3 end
