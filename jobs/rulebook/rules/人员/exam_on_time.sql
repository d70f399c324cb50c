-- 安管人员考核按期组织率: <bureau.region>中在截止日前组织安全生产管理人员业务知识考核的比例；考核后没有通报结果的另行列出，不计入比例
-- duty:    exam_on_time
-- case:    exam_late 安管人员考核未按期组织或通报
-- base:    due in the period
-- subject: region
-- every:   year
-- basis:   R050

select
    region_id as subject,
    '组织考核' as case_key,
    coalesce(held_on <= due_on, false) as met,
    cast(due_on + interval '1' day as date) as since,
    -- 截止日以前组织的，在组织当期就算
    least(due_on, cast(period_end() - interval '1' day as date)) as due,
    case
        when held_on is null then concat('至期末未组织，逾期', date_diff('day', due_on, period_end()) - 1, '天')
        else concat(held_on, '组织，逾期', date_diff('day', due_on, held_on), '天')
    end as detail,
    origin
from region_exam
union all
select
    region_id,
    concat('结果通报 ', exam_id),
    coalesce(circulated_on < period_end(), false),
    held_on,
    cast(null as date),
    concat(held_on, '考核', candidates, '人，至期末未通报结果'),
    origin
from region_exam
where held_on is not null
