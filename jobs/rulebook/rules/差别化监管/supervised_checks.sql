-- 列管项目抽查达标率: 整期列管的在施项目中，监督抽查次数和其中联合执法次数都达到规定的比例，次数见参数 supervised_checks_least、supervised_joint_checks_least
--
-- indicator: supervised_checks
-- subject:   project
-- better:    higher
-- unit:      "%"
-- basis:     R098

with

evidence as (
    select
        project_id as subject,
        day,
        joint,
        origin
    from supervised_visit
),

visits as (
    select
        subject,
        count(distinct day) as checks,
        count(distinct case when joint then day end) as joint_checks
    from evidence
    group by subject
)

select
    v.subject,
    case when v.checks >= c.value and v.joint_checks >= j.value then 1 else 0 end as numerator,
    1 as denominator
from visits as v
join parameter as c on c.name = 'supervised_checks_least'
join parameter as j on j.name = 'supervised_joint_checks_least'
