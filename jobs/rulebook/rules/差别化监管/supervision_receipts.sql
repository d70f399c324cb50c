-- 告知单回执按期率: 回执期限在期内的差别化监管文书中按期报送回执的比例，期限为送达后第五个工作日，通报不要求回执；期末仍未报送的逐期列出，迟报的在报送当期列出
-- duty:    supervision_receipts
-- case:    supervision_receipt_late 告知单回执逾期
-- base:    due in the period
-- subject: project
-- basis:   R097

select
    n.project_id as subject,
    n.notice_no as case_key,
    coalesce(n.receipt_on <= r.due, false) as met,
    cast(r.due + interval '1' day as date) as since,
    r.due,
    case when coalesce(n.receipt_on >= period_start(), true) then concat(
        n.kind, n.delivered_on, '送达，回执期限', r.due, '，',
        case
            when n.receipt_on < period_end() then concat(n.receipt_on, '报送，逾期', date_diff('day', r.due, n.receipt_on), '天')
            else concat('期末仍未报送，逾期', date_diff('day', r.due, period_end()) - 1, '天')
        end
    ) end as detail,
    n.origin
from supervision_notice as n
join receipt_day as r on r.day = n.delivered_on
where n.kind <> '差别化监管通报'
