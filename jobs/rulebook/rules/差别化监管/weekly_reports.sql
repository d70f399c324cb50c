-- 监理周报报送率: 期限在期内的监理安全工作周报中按期报送的比例，周五为期限，逢法定节假日的顺延至节后首个工作日
-- duty:    weekly_reports
-- case:    weekly_report_late 监理周报逾期
-- base:    due in the period
-- subject: project
-- basis:   R104

with -- 列管期间的每个周五，逢法定节假日的顺延至节后首个工作日
duties as (
    select s.project_id, s.day as friday, w.day as due, r.submitted_on, coalesce(r.origin, s.origin) as origin
    from supervised_day as s
    join calendar_day as f on f.day = s.day
    join calendar_day as w
        on w.worked and w.workday_no = case when f.worked then f.workday_no else f.workday_no + 1 end
    left join weekly_report as r on r.project_id = s.project_id and r.friday = s.day
    where mod(date_diff('day', date '2024-01-05', s.day), 7) = 0
)

select
    project_id as subject,
    concat(friday, '周报') as case_key,
    coalesce(submitted_on <= due, false) as met,
    cast(due + interval '1' day as date) as since,
    due,
    case
        when submitted_on < period_end() then concat(submitted_on, '报送，逾期', date_diff('day', due, submitted_on), '天')
        else concat('期末仍未报送，逾期', date_diff('day', due, period_end()) - 1, '天')
    end as detail,
    origin
from duties
where due >= period_start() - interval '1' day
