-- 告知单回执逾期: 差别化监管文书送达后，期末已过期限仍未报送回执，或者期内才逾期报送
--
-- finding: supervision_receipt_late
-- subject: project
-- basis:   R097

select
    project_id as subject,
    notice_no as case_key,
    cast(due + interval '1' day as date) as since,
    due,
    concat(
        kind, delivered_on, '送达，回执期限', due, '，',
        case
            when receipt_on < period_end() then concat(receipt_on, '报送，逾期', date_diff('day', due, receipt_on), '天')
            else concat('期末仍未报送，逾期', date_diff('day', due, period_end()) - 1, '天')
        end
    ) as detail,
    origin
from receipt_duty
where due < period_end() - interval '1' day
    and (receipt_on is null or (receipt_on > due and receipt_on >= period_start()))
