-- 期末未销号或期内发现、销号的重大隐患及挂牌督办
-- basis: R081, R082
select
    h.hazard_id,
    p.project_name,
    r.region_name,
    h.category,
    h.found_on,
    l.listing_no,
    l.level,
    l.listed_on,
    l.due,
    h.closed_on,
    case
        when l.listing_no is null and h.closed_on is null then '未挂牌'
        when h.closed_on <= l.due then '按期销号'
        when h.closed_on > l.due then '超期销号'
        when h.closed_on is not null then '销号'
        when l.due < period_end() - interval '1' day then '超期未销号'
        else '督办中'
    end as result,
    case
        when l.due is null then null
        when h.closed_on > l.due then date_diff('day', l.due, h.closed_on)
        when h.closed_on is null and l.due < period_end() - interval '1' day
            then date_diff('day', l.due, period_end()) - 1
    end as days_overdue
from major_hazard as h
join project_in_period as p on p.project_id = h.project_id
join region as r on r.region_id = p.region_id
left join listing as l on l.hazard_id = h.hazard_id
where not p.finished_before
    and (h.closed_on is null or h.closed_on >= period_start() or h.found_on >= period_start())
order by days_overdue desc nulls last, h.found_on, h.hazard_id, l.listing_no
