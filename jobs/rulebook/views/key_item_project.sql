-- 本季度检查重点中要查的、要宣传的事项，适用到每个在施项目：一个事项一个项目一行
-- 检查按检查记录的事项编码（不按隐患类别），宣传教育按项目开展的记录；times 是本季度次数，没有的为零；没有启用台账的事项不列
with scoped as (
    select project_id, '全部在施项目' as scope from active_project
    union
    select
        project_id,
        case category when '基坑工程' then '深基坑' when '模板工程及支撑体系' then '高大模板' when '脚手架工程' then '高大脚手架' end
    from dangerous_work
    where over_scale and started_on < period_end() and coalesce(finished_on >= period_start(), true)
    union
    select project_id, feature
    from site_feature
    where from_on < period_end() and coalesce(until_on >= period_start(), true)
    union
    select project_id, '停复工'
    from procedure_filing
    where kind in ('停工', '复工') and happened_on >= period_start() and happened_on < period_end()
),

done as (
    select i.project_id, c.item_code, i.inspection_id as record, i.inspected_on as done_on, c.origin
    from item_check as c
    join inspection as i on i.inspection_id = c.inspection_id
    union all
    select project_id, item_code, publicity_id, held_on, origin
    from publicity
    where project_id is not null
),

counted as (
    select project_id, item_code, count(distinct record) as times, max(origin) as origin
    from done
    where done_on >= period_start() and done_on < period_end()
    group by project_id, item_code
)

select
    k.item_code,
    k.line,
    k.kind,
    k.point,
    p.project_id,
    p.project_name,
    p.region_id,
    p.contractor_id,
    coalesce(c.times, 0) as times,
    coalesce(c.origin, p.origin) as origin
from key_point as k
join scoped as s on s.scope = k.scope
join active_project as p on p.project_id = s.project_id
left join counted as c on c.project_id = p.project_id and c.item_code = k.item_code
where k.quarter = extract(quarter from period_start()) and (
        (k.kind = '检查' and exists (select 1 from ledger_since where dataset = 'item_check'))
        or (k.kind = '宣传教育' and exists (select 1 from ledger_since where dataset = 'publicity'))
    )
