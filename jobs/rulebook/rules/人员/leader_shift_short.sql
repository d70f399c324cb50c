-- 领导带班缺勤: 本期带班天数低于应带班天数的规定比例
--
-- finding: leader_shift_short
-- subject: project
-- basis:   R017

select
    x.project_id as subject,
    '带班' as case_key,
    cast(null as date) as since,
    cast(null as date) as due,
    concat('应带班', x.leading_required, '天，实带班', x.leading_done, '天') as detail,
    x.origin
from duty_shift as x
join active_project as p on p.project_id = x.project_id
join parameter as q on q.name = 'leader_shift_least'
where x.month = period_start() and 100 * x.leading_done < q.value * x.leading_required
