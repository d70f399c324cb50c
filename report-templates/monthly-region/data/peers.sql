-- 位次相近的地方：前后各两名，连同第一名
with own as (
    select rank from standing where scheme = 'region-monthly' and subject = recipient()
),

before as (
    select subject, score as previous_score
    from history_standing
    where scheme = 'region-monthly' and period_start = previous_start()
)

select
    standing.rank as place,
    region.region_name,
    standing.score,
    standing.score - before.previous_score as score_change,
    standing.grade,
    standing.previous_rank - standing.rank as movement,
    standing.subject = recipient() as own
from standing
cross join own
join region on region.region_id = standing.subject
left join before on before.subject = standing.subject
where standing.scheme = 'region-monthly'
    and (standing.rank = 1 or abs(standing.rank - own.rank) <= 2)
order by standing.rank, standing.subject
