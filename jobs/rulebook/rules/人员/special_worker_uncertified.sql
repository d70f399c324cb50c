-- 特种作业人员无证上岗: 期末在岗特种作业人员没有操作资格证，或者证书已过期
--
-- finding: special_worker_uncertified
-- subject: project
-- basis:   R051

select
    project_id as subject,
    worker_id as case_key,
    case when certificate_no is null then entered_on else cast(certificate_until + interval '1' day as date) end as since,
    cast(null as date) as due,
    case
        when certificate_no is null then concat(trade, '，没有操作资格证')
        when certificate_until is null then concat(trade, '，证书没有有效期')
        else concat(trade, '，证书已于', certificate_until, '到期')
    end as detail,
    origin
from special_worker_in_post
where not coalesce(certified, false)
