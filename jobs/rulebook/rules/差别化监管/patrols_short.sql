-- 监理巡查不足: 列管项目期内有监理安全巡查未达到规定次数的日子，次数见参数表
-- finding: patrols_short
-- subject: project
-- basis:   R102

with days as (
    select
        s.project_id,
        s.day,
        count(p.patrolled_at) as patrols,
        max(s.origin) as origin
    from supervised_day as s
    left join supervisor_patrol as p
        on p.project_id = s.project_id and cast(p.patrolled_at as date) = s.day
    where s.day >= period_start()
    group by s.project_id, s.day
)

select
    d.project_id as subject,
    '监理巡查' as case_key,
    min(d.day) filter (where d.patrols < p.value) as since,
    cast(null as date) as due,
    concat(
        '应巡查', count(*), '天，不足', cast(p.value as integer), '次', count(*) filter (where d.patrols < p.value),
        '天，其中未巡查', count(*) filter (where d.patrols = 0), '天'
    ) as detail,
    max(d.origin) as origin
from days as d
join parameter as p on p.name = 'supervised_patrols_least'
group by d.project_id, p.value
having count(*) filter (where d.patrols < p.value) > 0
