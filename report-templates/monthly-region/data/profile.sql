-- 各项指标的百分制得分：本地、各地平均、最好
with leaf as (
    select score.node, score.subject, score.normalised
    from score
    where score.scheme = 'region-monthly'
        and exists (select 1 from rule where rule.name = score.node)
),

everywhere as (
    select node, avg(normalised) as average, max(normalised) as best
    from leaf
    group by node
)

select
    rule.title,
    own.normalised as own,
    everywhere.average,
    everywhere.best
from leaf as own
join everywhere on everywhere.node = own.node
join rule on rule.name = own.node
where own.subject = recipient() and own.normalised is not null
order by own.normalised - everywhere.average, own.node
