-- 得分的变化：上月得分、各部分的增减、本月得分；上月没有得分时无行
with now as (
    select node, contribution
    from score
    where scheme = 'region-monthly' and subject = recipient() and parent = 'score'
),

before as (
    select node, contribution
    from history_score
    where scheme = 'region-monthly' and subject = recipient() and parent = 'score'
        and period_start = previous_start()
),

totals as (
    select standing.score, history_standing.score as previous_score
    from standing
    join history_standing
        on history_standing.scheme = standing.scheme and history_standing.subject = standing.subject
            and history_standing.period_start = previous_start()
    where standing.scheme = 'region-monthly' and standing.subject = recipient()
        and standing.score is not null and history_standing.score is not null
),

branches as (
    select
        coalesce(now.node, before.node) as node,
        coalesce(now.contribution, 0) - coalesce(before.contribution, 0) as change
    from now
    full join before on before.node = now.node
),

steps as (
    select 0 as line, '上月得分' as step, previous_score as points from totals
    union all
    select 1, case when node = 'cap' then '限分' else node end, change from branches
    where exists (select 1 from totals) and abs(change) >= 0.005
    union all
    -- 没有分到各部分的变化，如取整
    select 2, '其他', totals.score - totals.previous_score - (select sum(change) from branches)
    from totals
    where abs(totals.score - totals.previous_score - (select sum(change) from branches)) >= 0.05
    union all
    select 3, '本月得分', score from totals
)

select step, points
from steps
order by line, abs(points) desc, step
