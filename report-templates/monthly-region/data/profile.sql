-- 各项指标的百分制得分：本地、各地平均、最好
with leaf as (
    select score.node, score.subject, score.normalised
    from score
    where score.scheme = 'region-monthly'
        and exists (select 1 from rule where rule.name = score.node)
)

select
    rule.title,
    max(leaf.normalised) filter (where leaf.subject = recipient()) as own,
    avg(leaf.normalised) as average,
    max(leaf.normalised) as best
from leaf
join rule on rule.name = leaf.node
group by leaf.node, rule.title
having max(leaf.normalised) filter (where leaf.subject = recipient()) is not null
order by max(leaf.normalised) filter (where leaf.subject = recipient()) - avg(leaf.normalised), leaf.node
