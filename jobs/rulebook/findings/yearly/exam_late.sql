-- 安管人员考核未按期组织或通报: <bureau.region>到截止日没有组织安全生产管理人员考核，或者考核后没有通报结果
--
-- finding: exam_late
-- subject: region
-- basis:   R050

select
    region_id as subject,
    '组织考核' as case_key,
    cast(due_on + interval '1' day as date) as since,
    due_on as due,
    case
        when held_on is null then concat('至期末未组织，逾期', date_diff('day', due_on, period_end()) - 1, '天')
        else concat(held_on, '组织，逾期', date_diff('day', due_on, held_on), '天')
    end as detail,
    origin
from region_exam
where held_on is null or held_on > due_on
union all
select
    region_id,
    concat('结果通报 ', exam_id),
    held_on,
    cast(null as date),
    concat(held_on, '考核', candidates, '人，至期末未通报结果'),
    origin
from region_exam
where held_on is not null and (circulated_on is null or circulated_on >= period_end())
