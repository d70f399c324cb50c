-- 特种作业持证率: 期末在岗特种作业人员中持有效操作资格证的比例
--
-- indicator: special_workers_certified
-- subject:   project
-- better:    higher
-- unit:      "%"
-- every:     [month, quarter]
-- basis:     R051

with

evidence as (
    select
        project_id as subject,
        worker_id,
        trade,
        certificate_no,
        certificate_until,
        certified,
        origin
    from special_worker_in_post
)

select
    subject,
    sum(case when certified then 1 else 0 end) as numerator,
    count(*) as denominator
from evidence
group by subject
