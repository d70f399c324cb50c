-- 有重点监管情形的项目数: 期内有事故责任、重大隐患逾期、拒不整改、通报批评等情形的项目
-- indicator: key_supervision_projects
-- subject:   project
-- better:    lower
-- unit:      个
-- kind:      count
-- every:     quarter
-- basis:     R065

with evidence as (
    select
        p.project_id as subject,
        k.ground,
        k.detail,
        coalesce(k.origin, p.origin) as origin
    from project_in_period as p
    left join key_supervision_ground as k on k.project_id = p.project_id
    where p.active or k.project_id is not null
)

select
    subject,
    case when count(ground) > 0 then 1 else 0 end as numerator
from evidence
group by subject
