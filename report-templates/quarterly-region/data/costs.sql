-- 本地各项指标折算到总分的失分，失分多的在前
-- basis: R085
select
    rule.title,
    score.raw as value,
    rule.unit,
    city.value as city_value,
    (100 - score.normalised) * score.effective_weight * coalesce(branch.effective_weight, 1) as lost
from score
join rule on rule.name = score.node
left join score as branch
    on branch.scheme = score.scheme and branch.subject = score.subject
        and branch.node = score.parent and branch.node <> 'score'
left join observation as city on city.indicator = score.node and city.subject_kind = 'city'
where score.scheme = 'region-quarterly' and score.subject = recipient()
order by lost desc, score.node
