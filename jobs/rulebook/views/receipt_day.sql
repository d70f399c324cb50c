-- 某日送达的文书，回执应于 due 日前（含当日）报送，工作日数见参数 supervision_receipt_workdays
select
    d.day,
    w.day as due,
    cast(p.value as integer) as workdays
from calendar_day as d
join parameter as p on p.name = 'supervision_receipt_workdays'
join calendar_day as w on w.worked and w.workday_no = d.workday_no + cast(p.value as integer)
