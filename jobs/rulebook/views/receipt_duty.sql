-- 差别化监管文书回执义务：送达后第 N 个工作日为期限（due），天数见参数 supervision_receipt_workdays
select
    n.notice_no,
    n.project_id,
    n.kind,
    n.delivered_on,
    n.receipt_on,
    w.day as due,
    n.load_id,
    n.source_row
from supervision_notice as n
join parameter as p on p.name = 'supervision_receipt_workdays'
join calendar_day as d on d.day = n.delivered_on
join calendar_day as w on w.worked and w.workday_no = d.workday_no + cast(p.value as integer)
where n.kind <> '差别化监管通报'
