-- 收到过被撤回文书的各对象；有文书替代的，在替代的文书中写明，不另通知
select
    w.recipient as id,
    coalesce(min(n.name), w.recipient) as name
from withdrawn as w
left join subject_name as n on n.subject = w.recipient
where w.notice
    or not exists (
        select 1 from artifact as a
        where a.bulletin = w.bulletin and a.recipient = w.recipient)
group by w.recipient
order by id
