-- 特种作业证书即将到期: 期末在岗特种作业人员的证书在参数所定天数内到期
-- finding: special_certificate_expiring
-- subject: project
-- basis:   R051
--
-- 预警天数见参数表，从期末次日起算。

select
    w.project_id as subject,
    w.worker_id as case_key,
    cast(null as date) as since,
    w.certificate_until as due,
    concat(w.trade, '，证书', w.certificate_no, '将于', w.certificate_until, '到期') as detail,
    w.origin
from special_worker_in_post as w
join parameter as p on p.name = 'certificate_warning_days'
where w.certified and date_diff('day', period_end(), w.certificate_until) < p.value
