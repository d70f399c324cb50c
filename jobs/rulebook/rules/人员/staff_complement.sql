-- 安全和监理人员足额配备率: 期末在施项目的专职安全员、监理人员两个岗位中足额配备的比例
--
-- indicator: staff_complement
-- subject:   project
-- better:    higher
-- unit:      "%"
-- every:     [month, quarter]
-- basis:     R047

with

evidence as (
    select
        project_id as subject,
        role,
        measure,
        size,
        required,
        present,
        origin
    from staff_complement
)

select
    subject,
    sum(case when present >= required then 1 else 0 end) as numerator,
    count(*) as denominator
from evidence
group by subject
