-- 监理日巡查达标天数率: 期内列管且未停工的日子中，监理单位安全巡查达到规定次数的比例，次数见参数表
-- indicator: patrol_days
-- subject:   project
-- basis:     R102

with evidence as (
    select s.project_id as subject, s.day, p.patrolled_at, p.problems, coalesce(p.origin, s.origin) as origin
    from supervised_day as s
    left join supervisor_patrol as p
        on p.project_id = s.project_id and cast(p.patrolled_at as date) = s.day
    where s.day >= period_start()
),

days as (
    select
        subject,
        day,
        count(patrolled_at) as patrols
    from evidence
    group by subject, day
)

select
    d.subject,
    count(*) filter (where d.patrols >= p.value) as numerator,
    count(*) as denominator
from days as d
join parameter as p on p.name = 'supervised_patrols_least'
group by d.subject
