-- 期内届满和期末正在进行的周期：抽查次数、联合执法、评定
select
    v.span,
    v.first_day,
    v.last_day,
    v.ended,
    count(distinct v.day) as checks,
    count(distinct case when v.joint then v.day end) as joint_checks,
    case when not v.ended then date_diff('day', period_end(), v.last_day) + 1 end as days_left,
    cast(max(l.value) as integer) as least_checks,
    cast(max(j.value) as integer) as least_joint
from supervised_visit as v
join parameter as l on l.name = 'supervised_checks_least'
join parameter as j on j.name = 'supervised_joint_checks_least'
where v.project_id = recipient()
group by v.span, v.first_day, v.last_day, v.ended
order by v.first_day
