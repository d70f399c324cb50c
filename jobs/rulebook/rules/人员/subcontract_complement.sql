-- 分包专职安全员配备率: 期内各分包单位中专职安全员足额配备的比例
-- duty:    subcontract_complement
-- case:    subcontract_officers_short 分包单位专职安全员不足
-- subject: project
-- basis:   R105
--
-- 劳务分包按用工人数分档，最高一档另按用工人数的千分比计；承接危大工程的按参数增配。

with latest as (
    select
        s.*,
        row_number() over (partition by s.project_id, s.company order by s.month desc) as line
    from subcontract_staffing as s
    join active_project as p on p.project_id = s.project_id
    where s.month >= period_start() and s.month < period_end()
),

tiers as (
    select
        l.*,
        r.people,
        r.from_size,
        max(r.from_size) over (partition by r.role) as last_tier,
        row_number() over (partition by l.project_id, l.company order by r.from_size desc) as tier
    from latest as l
    join staffing_requirement as r on r.role = concat(l.kind, '专职安全员') and l.workers >= r.from_size
    where l.line = 1
),

complement as (
    select
        t.project_id,
        t.company,
        t.kind,
        t.dangerous,
        t.workers,
        t.safety_officers as present,
        case
            when t.kind = '劳务分包' and t.from_size = t.last_tier
                then greatest(t.people, cast(ceil(cast(t.workers * m.value as double) / cast(1000 as double)) as integer))
            else t.people
        end + case when t.dangerous then cast(k.value as integer) else 0 end as required,
        t.origin
    from tiers as t
    join parameter as m on m.name = 'subcontract_officers_per_mille'
    join parameter as k on k.name = 'subcontract_officers_for_risk'
    where t.tier = 1
)

select
    project_id as subject,
    company as case_key,
    present >= required as met,
    cast(null as date) as since,
    cast(null as date) as due,
    concat(
        kind, '，用工', workers, '人', case when dangerous then '，承接危大工程' else '' end,
        '，应配专职安全员', required, '人，实有', present, '人'
    ) as detail,
    origin
from complement
