-- 列管项目抽查不足: 整期列管的在施项目监督抽查或其中联合执法未达到规定次数
--
-- finding: supervised_checks_short
-- subject: project
-- basis:   R098

with

visits as (
    select
        project_id,
        count(distinct day) as checks,
        count(distinct case when joint then day end) as joint_checks,
        max(origin) as origin
    from supervised_visit
    group by project_id
)

select
    v.project_id as subject,
    '监督抽查' as case_key,
    period_start() as since,
    cast(null as date) as due,
    concat('监督抽查', v.checks, '次、其中联合执法', v.joint_checks, '次') as detail,
    v.origin
from visits as v
join parameter as c on c.name = 'supervised_checks_least'
join parameter as j on j.name = 'supervised_joint_checks_least'
where v.checks < c.value or v.joint_checks < j.value
