-- 本地重大隐患：期内发现的，和至期末没有销号的；期限在期末之后的不算逾期
-- basis: R068
select
    p.project_name,
    h.category,
    h.description,
    h.found_on,
    h.due_on,
    h.rectified_on,
    h.closed_on,
    case
        when h.closed_on is not null then '已销号'
        when h.rectified_on is not null then '待销号'
        when h.due_on < cast(period_end() - interval '1' day as date) then '逾期'
        else '整改中'
    end as state,
    case when h.rectified_on is not null then date_diff('day', h.found_on, h.rectified_on) end as days
from major_hazard as h
join project as p on p.project_id = h.project_id
where p.region_id = recipient() and (h.found_on >= period_start() or h.closed_on is null)
order by h.found_on, h.hazard_id
