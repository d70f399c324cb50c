-- 监督抽查不足: 监督机构在期内届满的列管周期中，抽查次数或者其中联合执法次数不足，次数见参数表
-- finding: supervised_checks_short
-- subject: project
-- basis:   R098
--
-- 这是监督机构的问题，不影响解除。

with counted as (
    select
        project_id,
        notice_no,
        span,
        first_day,
        last_day,
        count(distinct day) as checks,
        count(distinct case when joint then day end) as joint_checks,
        max(origin) as origin
    from supervised_visit
    where ended
    group by project_id, notice_no, span, first_day, last_day
)

select
    v.project_id as subject,
    concat(v.notice_no, v.span) as case_key,
    v.first_day as since,
    v.last_day as due,
    concat(
        v.span, '（', v.first_day, '至', v.last_day, '）监督机构应抽查', cast(c.value as integer), '次、实际', v.checks,
        '次，其中联合执法应', cast(j.value as integer), '次、实际', v.joint_checks, '次'
    ) as detail,
    v.origin
from counted as v
join parameter as c on c.name = 'supervised_checks_least'
join parameter as j on j.name = 'supervised_joint_checks_least'
where v.checks < c.value or v.joint_checks < j.value
