-- 多次责令停工项目数: 期内的停工令，此前十二个月内同一企业同一项目已有停工令的项目数
-- indicator: repeated_stop_projects
-- subject:   project
-- better:    lower
-- unit:      个
-- kind:      count
-- every:     quarter
-- basis:     R006, R060

with evidence as (
    select p.project_id as subject, o.order_id, o.issued_on, o.times, coalesce(o.origin, p.origin) as origin
    from project_in_period as p
    left join repeated_stop_order as o on o.project_id = p.project_id
    where p.active or o.project_id is not null
)

select
    subject,
    case when count(order_id) > 0 then 1 else 0 end as numerator
from evidence
group by subject
