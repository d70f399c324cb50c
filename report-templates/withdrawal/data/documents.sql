-- 本对象的被撤回文书
select
    row_number() over (order by w.issued_on, w.number) as line,
    w.title,
    w.number,
    w.issued_on,
    w.reason,
    not w.notice as replaced
from withdrawn as w
where w.recipient = recipient()
    and (w.notice or not exists (
        select 1 from artifact as a
        where a.bulletin = w.bulletin and a.recipient = w.recipient))
order by line
