-- 企业负责人带队检查达标率: 有在施项目的施工企业中，期内负责人带队检查重大事故隐患达到规定次数的比例
--
-- indicator: leader_inspection
-- subject:   enterprise
-- better:    higher
-- unit:      "%"
-- every:     quarter
-- basis:     R045

with

evidence as (
    select
        e.enterprise_id as subject,
        r.activity_id,
        r.held_on,
        r.leader_post,
        coalesce(r.origin, e.origin) as origin
    from active_enterprise as e
    left join leader_round as r on r.enterprise_id = e.enterprise_id
),

counted as (
    select subject, count(activity_id) as rounds
    from evidence
    group by subject
)

select
    c.subject,
    case when c.rounds >= p.value then 1 else 0 end as numerator,
    1 as denominator
from counted as c
join parameter as p on p.name = 'leader_inspections_least'
where c.rounds >= p.value or period_is_over()
