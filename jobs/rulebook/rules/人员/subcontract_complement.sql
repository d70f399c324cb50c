-- 分包专职安全员配备率: 期内各分包单位中专职安全员足额配备的比例
--
-- indicator: subcontract_complement
-- subject:   project
-- better:    higher
-- unit:      "%"
-- basis:     R105

with

evidence as (
    select
        project_id as subject,
        company,
        kind,
        dangerous,
        workers,
        required,
        present,
        origin
    from subcontract_complement
)

select
    subject,
    sum(case when present >= required then 1 else 0 end) as numerator,
    count(*) as denominator
from evidence
group by subject
