-- 监管措施未落实: 周期评定后应采取的措施至期末逾期没有落实，或者罚款未达高限；全区通报和曝光列至完成，其余列至解除
-- finding: supervision_measure_overdue
-- subject: project
-- basis:   R107, R108, R109, R110

select
    project_id as subject,
    concat(notice_no, kind, party) as case_key,
    coalesce(cast(due_on + interval '1' day as date), done_on) as since,
    due_on as due,
    concat(
        '第', cycle, '周期评定后应由', party, kind, '，期限', due_on,
        case result
            when '未达高限' then concat('，', done_on, '罚款未达高限')
            else concat('，期末仍未落实，逾期', date_diff('day', due_on, period_end()) - 1, '天')
        end
    ) as detail,
    origin
from supervision_duty
where result in ('未落实', '未达高限')
    and (after_cycles >= 3 or coalesce(left_on >= period_start(), true))
