-- 次日复查超期: 列管项目监理巡查发现隐患后，未于次日发布整改复查情况
--
-- finding: patrol_recheck_late
-- subject: project
-- basis:   R103

select
    s.project_id as subject,
    concat('巡查', cast(p.patrolled_at as varchar)) as case_key,
    cast(s.day + interval '2' day as date) as since,
    cast(s.day + interval '1' day as date) as due,
    concat(
        '巡查发现隐患', p.problems, '处，',
        case
            when p.rechecked_on < period_end() then concat(
                p.rechecked_on, '复查，超期', date_diff('day', s.day, p.rechecked_on) - 1, '天'
            )
            else concat('期末仍未复查，超期', date_diff('day', s.day, period_end()) - 2, '天')
        end
    ) as detail,
    p.origin
from supervised_day as s
join supervisor_patrol as p
    on p.project_id = s.project_id and cast(p.patrolled_at as date) = s.day
where p.problems > 0
    and s.day + interval '2' day >= period_start()
    and s.day + interval '2' day < period_end()
    and (p.rechecked_on is null or p.rechecked_on > s.day + interval '1' day)
