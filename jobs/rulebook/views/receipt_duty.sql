-- 差别化监管文书回执义务及其期限（due）；通报不要求回执
select
    n.notice_no,
    n.project_id,
    n.kind,
    n.delivered_on,
    n.receipt_on,
    r.due,
    n.origin
from supervision_notice as n
join receipt_day as r on r.day = n.delivered_on
where n.kind <> '差别化监管通报'
