-- 满三个周期仍具备条件的项目：全区通报、上报市级、报送和公示于信用曝光台
-- basis: R109, R110

with records as (
    select
        notice_no,
        max(document_no) filter (where kind = '全区通报') as circular_no,
        max(done_on) filter (where kind = '全区通报') as circulated_on,
        max(document_no) filter (where kind = '上报市级') as reported_no,
        max(done_on) filter (where kind = '上报市级') as reported_on,
        max(done_on) filter (where kind = '报送曝光') as sent_on,
        max(done_on) filter (where kind = '曝光公示') as published_on,
        max(ended_on) filter (where kind = '曝光公示') as ended_on,
        max(address) filter (where kind = '曝光公示') as address
    from supervision_measure
    where done_on < period_end()
    group by notice_no
),

duties as (
    select
        project_id,
        notice_no,
        decided_on,
        max(left_on) as left_on,
        string_agg(concat(kind, result), '；' order by kind) filter (where result <> '已落实') as lacking
    from supervision_duty
    where after_cycles = 3
    group by project_id, notice_no, decided_on
)

select
    p.project_name,
    r.region_name,
    e.enterprise_name,
    e.enterprise_id,
    p.supervisor,
    d.decided_on,
    m.circular_no,
    m.circulated_on,
    m.reported_no,
    m.reported_on,
    m.sent_on,
    m.published_on,
    m.ended_on,
    m.address,
    coalesce(d.lacking, '均已落实') as result
from duties as d
join project as p on p.project_id = d.project_id
join region as r on r.region_id = p.region_id
join enterprise as e on e.enterprise_id = p.contractor_id
left join records as m on m.notice_no = d.notice_no
where coalesce(d.left_on >= period_start(), true) or d.lacking is not null
order by d.decided_on, p.project_id
