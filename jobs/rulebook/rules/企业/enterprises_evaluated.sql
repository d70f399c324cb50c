-- 企业年度评价完成率: 年内有在施项目的施工企业中开展安全生产评价至少一次的比例
-- indicator: enterprises_evaluated
-- subject:   enterprise
-- every:     year
-- basis:     R002
-- any-of:    inspection inspection_item, inspection_total

with evidence as (
    select
        e.enterprise_id as subject,
        s.evaluation_id,
        s.evaluated_on,
        e.origin
    from active_enterprise as e
    left join jgjt77_summary as s on s.enterprise_id = e.enterprise_id
)

select
    subject,
    count(evaluation_id) as numerator,
    count(*) as denominator
from evidence
where evaluation_id is not null or once_is_due()
group by subject
