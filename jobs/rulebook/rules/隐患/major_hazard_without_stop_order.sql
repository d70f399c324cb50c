-- 重大隐患未按时责令停工: 发现重大隐患后超过规定天数才下达停工令（迟下），或者至期末未下达（未下）
-- finding: major_hazard_without_stop_order
-- subject: project
-- basis:   R037
--
-- 天数见参数表，从发现当日起算。迟下的列在下达的当期；未下的，宽限期在期内届满的列出，
-- 此前届满的列到隐患整改完成。

select
    s.project_id as subject,
    s.hazard_id as case_key,
    s.found_on as since,
    s.last_day as due,
    case s.state
        when '迟下' then concat(s.found_on, '发现', s.category, '重大隐患，', s.issued_on, '下达停工令，迟', s.days_late, '天')
        else concat(s.found_on, '发现', s.category, '重大隐患，至期末未下达停工令')
    end as detail,
    s.origin
from major_hazard_stop as s
join project_in_period as p on p.project_id = s.project_id
where not p.finished_before
    and (
        (s.state = '迟下' and s.issued_on >= period_start())
        or (
            s.state = '未下'
            and (s.last_day >= period_start() or s.rectified_on is null or s.rectified_on >= period_start())
        )
    )
