-- 各项台账的报送情况：应报、按时报送、迟报、未报送的地区；以前各期所欠、至今未报的一并列出
--
-- basis: R003

select
    d.title,
    d.span,
    d.due_on,
    count(*) as expected,
    count(*) filter (where d.state in ('已报', '零报告')) as in_time,
    count(*) filter (where d.state = '零报告') as nil,
    count(*) filter (where d.state = '未到期') as pending,
    string_agg(r.region_name, '、' order by r.region_id) filter (where d.state = '迟报') as late,
    string_agg(r.region_name, '、' order by r.region_id) filter (where d.state = '未报') as missing
from delivery as d
join region as r on r.region_id = d.subject
where d.subject_kind = 'region'
group by d.dataset, d.title, d.of_period, d.span, d.due_on
order by d.of_period, d.dataset
