-- 企业分类：各类企业数与采取的措施
-- basis: R065
with measures as (
    select class, string_agg(measure, '；' order by line) as measures
    from class_measure
    where subject = '企业'
    group by class
),

counted as (
    select
        grade as class,
        count(*) as enterprises
    from standing
    where scheme = 'enterprise-quarterly' and grade is not null
    group by grade
),

before as (
    select
        grade as class,
        count(*) as enterprises
    from history_standing
    where scheme = 'enterprise-quarterly' and period_start = previous_start() and grade is not null
    group by grade
)

select
    m.class,
    coalesce(c.enterprises, 0) as enterprises,
    b.enterprises as previous_enterprises,
    m.measures
from measures as m
left join counted as c on c.class = m.class
left join before as b on b.class = m.class
order by case m.class when '优秀' then 1 when '一般' then 2 else 3 end
