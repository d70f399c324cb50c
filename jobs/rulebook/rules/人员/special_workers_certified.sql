-- 特种作业持证率: 期末在岗特种作业人员中持有效操作资格证的比例
-- duty:    special_workers_certified
-- case:    special_worker_uncertified 特种作业人员无证上岗
-- subject: project
-- every:   [month, quarter]
-- basis:   R051

select
    project_id as subject,
    worker_id as case_key,
    coalesce(certified, false) as met,
    case when certificate_no is null then entered_on else cast(certificate_until + interval '1' day as date) end as since,
    cast(null as date) as due,
    case
        when certificate_no is null then concat(trade, '，没有操作资格证')
        when certificate_until is null then concat(trade, '，证书没有有效期')
        else concat(trade, '，证书已于', certificate_until, '到期')
    end as detail,
    origin
from special_worker_in_post
