-- 各项指标折算到总分的得分与失分，失分多的在前
-- basis: R085
with leaf as (
    select
        score.node,
        score.parent,
        score.raw,
        score.normalised,
        score.effective_weight * coalesce(branch.effective_weight, 1) as share,
        score.normalised * score.effective_weight * coalesce(branch.effective_weight, 1) as points
    from score
    left join score as branch
        on branch.scheme = score.scheme and branch.subject = score.subject
            and branch.node = score.parent and branch.node <> 'score'
    where score.scheme = 'region-monthly' and score.subject = recipient()
        and exists (select 1 from rule where rule.name = score.node)
),

before as (
    select
        score.node,
        score.normalised * score.effective_weight * coalesce(branch.effective_weight, 1) as points
    from history_score as score
    left join history_score as branch
        on branch.scheme = score.scheme and branch.subject = score.subject and branch.period = score.period
            and branch.node = score.parent and branch.node <> 'score'
    where score.scheme = 'region-monthly' and score.subject = recipient()
        and score.period_start = previous_start()
),

others as (
    select
        node,
        max(raw) as highest,
        min(raw) as lowest,
        max(raw) filter (where normalised = best) as best_value
    from (
        select node, raw, normalised, max(normalised) over (partition by node) as best
        from score
        where scheme = 'region-monthly'
    ) as each_region
    group by node
)

select
    leaf.parent as branch,
    rule.title,
    leaf.raw as value,
    rule.unit,
    city.value as city_value,
    others.best_value,
    round(100 * leaf.share, 9) as full,
    round(leaf.points, 9) as points,
    round((100 - leaf.normalised) * leaf.share, 9) as lost,
    leaf.points - before.points as change
from leaf
join rule on rule.name = leaf.node
left join before on before.node = leaf.node
left join others on others.node = leaf.node
left join observation as city on city.indicator = leaf.node and city.subject_kind = 'city'
where leaf.share > 0
order by lost desc, leaf.node
