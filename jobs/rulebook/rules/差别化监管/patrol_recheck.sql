-- 次日复查及时率: 期内列管项目监理巡查发现隐患的，于次日前发布整改复查情况的比例；次日不在期内的计入下一期
-- duty:    patrol_recheck
-- case:    patrol_recheck_late 次日复查超期
-- base:    due in the period
-- subject: project
-- basis:   R103

with rechecks as (
    select
        p.project_id,
        p.patrolled_at,
        p.problems,
        p.rechecked_on,
        cast(s.day + interval '1' day as date) as due,
        p.origin
    from supervised_day as s
    join supervisor_patrol as p on p.project_id = s.project_id and cast(p.patrolled_at as date) = s.day
    where p.problems > 0
)

select
    project_id as subject,
    concat('巡查', cast(patrolled_at as varchar)) as case_key,
    coalesce(rechecked_on <= due, false) as met,
    cast(due + interval '1' day as date) as since,
    due,
    concat(
        '巡查发现隐患', problems, '处，',
        case
            when rechecked_on < period_end() then concat(rechecked_on, '复查，超期', date_diff('day', due, rechecked_on), '天')
            else concat('期末仍未复查，超期', date_diff('day', due, period_end()) - 1, '天')
        end
    ) as detail,
    origin
from rechecks
where due >= period_start() - interval '1' day
