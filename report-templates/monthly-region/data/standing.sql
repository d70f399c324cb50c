-- 本地的得分和位次（一行）
with before as (
    select subject, score as previous_score
    from history_standing
    where scheme = 'region-monthly' and period_start = previous_start()
)

select
    region.region_name,
    standing.rank as place,
    standing."of" as ranked,
    standing.score,
    standing.grade,
    standing.previous_rank,
    standing.previous_rank - standing.rank as movement,
    before.previous_score,
    standing.low,
    standing.high,
    standing.left_out,
    (select avg(s.score) from standing as s where s.scheme = 'region-monthly' and s.rank is not null) as average,
    above.region_name as above_name,
    above.score as above_score
from standing
join region on region.region_id = standing.subject
left join before on before.subject = standing.subject
left join (
    select s.rank, s.score, r.region_name, row_number() over (partition by s.rank order by s.subject) as line
    from standing as s
    join region as r on r.region_id = s.subject
    where s.scheme = 'region-monthly'
) as above
    on above.line = 1 and above.rank = (
        select max(s.rank) from standing as s where s.scheme = 'region-monthly' and s.rank < standing.rank
    )
where standing.scheme = 'region-monthly' and standing.subject = recipient()
