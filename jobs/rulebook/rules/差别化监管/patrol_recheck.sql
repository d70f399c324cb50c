-- 次日复查及时率: 期内列管项目监理巡查发现隐患的，于次日前发布整改复查情况的比例；次日不在期内的计入下一期
--
-- indicator: patrol_recheck
-- subject:   project
-- better:    higher
-- unit:      "%"
-- basis:     R103

with

evidence as (
    select
        s.project_id as subject,
        p.patrolled_at,
        p.problems,
        cast(s.day + interval '1' day as date) as due,
        p.rechecked_on,
        p.origin
    from supervised_day as s
    join supervisor_patrol as p
        on p.project_id = s.project_id and cast(p.patrolled_at as date) = s.day
    where p.problems > 0
        and s.day + interval '1' day >= period_start()
        and s.day + interval '1' day < period_end()
)

select
    subject,
    count(*) filter (where rechecked_on <= due) as numerator,
    count(*) as denominator
from evidence
group by subject
