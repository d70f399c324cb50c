-- 被通报批评次数: 期内项目被市、县（区）人民政府或行业主管部门通报批评的次数
-- indicator: circulated_criticisms
-- subject:   project
-- better:    lower
-- kind:      count
-- unit:      次
-- basis:     R094

with evidence as (
    select
        p.project_id as subject,
        c.criticism_no,
        c.issued_on,
        c.issuer,
        c.reason,
        coalesce(c.origin, p.origin) as origin
    from project_in_period as p
    left join circulated_criticism as c
        on c.project_id = p.project_id
        and c.issued_on >= period_start()
        and c.issued_on < period_end()
        and c.issuer_kind <> '其他机构'
    where p.active or c.project_id is not null
)

select
    subject,
    count(criticism_no) as numerator
from evidence
group by subject
