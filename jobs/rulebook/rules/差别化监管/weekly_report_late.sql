-- 监理周报逾期: 监理安全工作周报期内逾期未报；周五为期限，逢法定节假日的顺延至节后首个工作日
--
-- finding: weekly_report_late
-- subject: project
-- basis:   R104

select
    project_id as subject,
    concat(friday, '周报') as case_key,
    cast(due + interval '1' day as date) as since,
    due,
    case
        when submitted_on < period_end() then concat(submitted_on, '报送，逾期', date_diff('day', due, submitted_on), '天')
        else concat('期末仍未报送，逾期', date_diff('day', due, period_end()) - 1, '天')
    end as detail,
    origin
from weekly_duty
where due >= period_start() - interval '1' day
    and due < period_end() - interval '1' day
    and (submitted_on is null or submitted_on > due)
