-- 重大隐患挂牌督办率: 期内应当挂牌的重大隐患中按期挂牌督办的比例，期限见参数 listing_workdays
--
-- indicator: listing_coverage
-- subject:   project
-- better:    higher
-- unit:      "%"
-- basis:     R081
--
-- 期限在期内的为期内应当挂牌；由市级、县级任一级挂牌即算。

with

evidence as (
    select
        h.project_id as subject,
        h.hazard_id,
        h.found_on,
        w.day as due,
        l.listing_no,
        l.level,
        l.listed_on,
        h.origin
    from major_hazard as h
    join parameter as p on p.name = 'listing_workdays'
    join calendar_day as d on d.day = h.found_on
    join calendar_day as w on w.worked and w.workday_no = d.workday_no + cast(p.value as integer)
    left join listed_hazard as l on l.hazard_id = h.hazard_id and l.listed_on <= w.day
    where w.day >= period_start() and w.day < period_end()
)

select
    subject,
    count(distinct case when listing_no is not null then hazard_id end) as numerator,
    count(distinct hazard_id) as denominator
from evidence
group by subject
