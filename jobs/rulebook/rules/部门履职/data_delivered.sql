-- 台账报送率: 到期应报的台账中已报送（含零报告）的比例，迟报的计为已报；未报送的逐项列在地区名下，不列为其项目的问题
-- duty:    data_delivered
-- case:    data_not_delivered 未报送
-- every:   [month, quarter, year]
-- subject: region
-- basis:   R003

select
    d.subject,
    concat(d.dataset, ' ', d.of_period) as case_key,
    case d.state when '未报' then false when '未到期' then null else true end as met,
    least(d.due_on, cast(period_end() - interval '1' day as date)) as since,
    d.due_on as due,
    concat(d.span, d.title, '未报送，也没有零报告') as detail,
    r.origin
from delivery as d
join region as r on r.region_id = d.subject
where d.subject_kind = 'region'
