-- 第三方设备检测：各地各类设备检测台数、不合格、闭环
-- basis: R014
with report as (
    select
        p.region_id,
        case
            when x.equipment like '%吊篮%' then '电动吊篮'
            when x.equipment like '%起重%' or x.equipment like '%升降机%' or x.equipment like '%提升机%' then '起重机械'
            else '其他设备'
        end as class,
        x.*
    from equipment_report as x
    join project as p on p.project_id = x.project_id
)

select
    r.region_name,
    x.class,
    count(distinct case when x.in_period then x.device end) as tested,
    count(distinct case when x.in_period and not x.qualified then x.device end) as unqualified,
    100 * count(distinct case when x.in_period and not x.qualified then x.device end)
        / nullif(count(distinct case when x.in_period then x.device end), 0) as unqualified_share,
    count(distinct case when not x.qualified then x.device end) as faulty,
    count(distinct case when not x.qualified and coalesce(x.closed_on >= period_end(), true) then x.device end) as open,
    100 * (
        count(distinct case when not x.qualified then x.device end)
        - count(distinct case when not x.qualified and coalesce(x.closed_on >= period_end(), true) then x.device end)
    ) / nullif(count(distinct case when not x.qualified then x.device end), 0) as closed_share
from report as x
join region as r on r.region_id = x.region_id
where x.in_period or (not x.qualified and coalesce(x.closed_on >= period_start(), true))
group by r.region_id, r.region_name, x.class
order by r.region_id, x.class
