-- 该隐患的挂牌情况、时限和期末超期天数
select
    listing_no,
    level,
    listed_on,
    due,
    date_diff('day', due, period_end()) - 1 as days_overdue
from listing
where hazard_id = recipient()
order by listed_on, listing_no
