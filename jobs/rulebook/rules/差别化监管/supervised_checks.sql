-- 列管项目抽查达标率: 期内届满的列管周期中，监督抽查次数和其中联合执法次数都达到规定的比例，次数见参数表
-- indicator: supervised_checks
-- subject:   project
-- better:    higher
-- unit:      "%"
-- basis:     R098

with evidence as (
    select project_id as subject, notice_no, span, day, joint, origin
    from supervised_visit
    where ended
),

visits as (
    select
        subject,
        notice_no,
        span,
        count(distinct day) as checks,
        count(distinct case when joint then day end) as joint_checks
    from evidence
    group by subject, notice_no, span
)

select
    v.subject,
    count(*) filter (where v.checks >= c.value and v.joint_checks >= j.value) as numerator,
    count(*) as denominator
from visits as v
join parameter as c on c.name = 'supervised_checks_least'
join parameter as j on j.name = 'supervised_joint_checks_least'
group by v.subject
