-- 差别化监管列管区间：告知单送达次日（since）起，至解除告知单送达日（until，不含）止，未解除的为空

with

ends as (
    select
        n.notice_no,
        min(r.delivered_on) as until
    from supervision_notice as n
    join supervision_notice as r
        on r.project_id = n.project_id and r.kind = '差别化监管解除告知单' and r.delivered_on > n.delivered_on
    where n.kind = '差别化监管告知单'
    group by n.notice_no
)

select
    n.project_id,
    n.notice_no,
    cast(n.delivered_on + interval '1' day as date) as since,
    e.until,
    n.origin
from supervision_notice as n
left join ends as e on e.notice_no = n.notice_no
where n.kind = '差别化监管告知单' and n.delivered_on < period_end() - interval '1' day
