-- 不认真整改且问题频繁出现: 期内停工整改复查不合格，并且若干个月内同类隐患反复出现，数和月数见参数表
-- finding: rectification_careless
-- subject: project
-- basis:   R093
--
-- 月数自复查之日往前算，复查以后至期末新发现的也算；证据行是不合格的复查。

with failed as (
    select
        o.project_id,
        r.review_no,
        r.reviewed_on,
        cast(r.reviewed_on - cast(m.value as integer) * interval '1' month as date) as since,
        r.origin
    from stop_order_review as r
    join standing_stop_order as o on o.order_id = r.order_id
    join parameter as m on m.name = 'supervision_repeat_months'
    where not r.passed and r.reviewed_on >= period_start() and r.reviewed_on < period_end()
),

repeated as (
    select
        f.review_no,
        h.category,
        count(*) as hazards
    from failed as f
    join hazard as h
        on h.project_id = f.project_id and h.found_on >= f.since and h.found_on < period_end()
    group by f.review_no, h.category
)

select
    f.project_id as subject,
    f.review_no as case_key,
    f.reviewed_on as since,
    cast(null as date) as due,
    concat(
        f.reviewed_on, '复查整改不合格，', f.since, '以来',
        string_agg(concat(r.category, '隐患', r.hazards, '处'), '、' order by r.category)
    ) as detail,
    f.origin
from failed as f
join repeated as r on r.review_no = f.review_no
join parameter as p on p.name = 'supervision_repeat_hazards' and r.hazards >= p.value
group by f.project_id, f.review_no, f.reviewed_on, f.since, f.origin
