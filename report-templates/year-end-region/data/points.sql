-- 各项考评指标：本地得分与各地平均之差（百分制）和折算到总分的失分
-- basis: R068
with points as (
    select *, normalised - avg(normalised) over (partition by node) as above
    from score
    where scheme = 'region-yearly'
)

select
    rule.title,
    p.raw as value,
    rule.unit,
    p.above,
    (100 - p.normalised) * p.effective_weight * coalesce(branch.effective_weight, 1) as lost
from points as p
join rule on rule.name = p.node
left join score as branch
    on branch.scheme = p.scheme and branch.subject = p.subject and branch.node = p.parent and branch.node <> 'score'
where p.subject = recipient()
order by lost desc, p.node
