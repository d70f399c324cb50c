-- 各地管线防护承诺书的签署，和破坏管线事件
-- basis: R016
with damages as (
    select
        p.region_id,
        count(*) filter (where coalesce(x.place, '地下') = '地下') as below,
        count(*) filter (where x.place = '地上') as above
    from pipeline_event as x
    join project as p on p.project_id = x.project_id
    where x.occurred_on >= period_start() and x.occurred_on < period_end()
    group by p.region_id
),

signed as (
    select
        region_id,
        count(*) as begun,
        count(*) filter (where without_supervisor) as without_supervisor,
        count(*) filter (where state = '按时') as in_time,
        count(*) filter (where state = '迟签') as late,
        count(*) filter (where state = '缺签') as lacking,
        count(*) filter (where state = '未签') as unsigned
    from pipeline_signing
    group by region_id
)

select
    r.region_name,
    coalesce(s.begun, 0) as begun,
    coalesce(s.without_supervisor, 0) as without_supervisor,
    coalesce(s.in_time, 0) as in_time,
    100.0 * s.in_time / nullif(s.begun, 0) as share,
    coalesce(s.late, 0) as late,
    coalesce(s.lacking, 0) as lacking,
    coalesce(s.unsigned, 0) as unsigned,
    case when exists (select 1 from ledger_since where dataset = 'pipeline_event') then coalesce(d.below, 0) end as below,
    case when exists (select 1 from ledger_since where dataset = 'pipeline_event') then coalesce(d.above, 0) end as above
from region as r
left join signed as s on s.region_id = r.region_id
left join damages as d on d.region_id = r.region_id
where exists (select 1 from ledger_since where dataset = 'pipeline_commitment')
order by r.region_id
