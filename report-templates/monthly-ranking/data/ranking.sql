-- 地区排名：得分、名次、升降、各部分得分
with branch as (
    select
        subject,
        max(normalised) filter (where node = '履职检查') as duty,
        max(normalised) filter (where node = '隐患治理') as hazard,
        max(normalised) filter (where node = '在线监测') as monitoring,
        max(normalised) filter (where node = '人员到岗') as staff,
        max(normalised) filter (where node = '项目实体') as site,
        max(note) filter (where node = 'score') as note
    from score
    where scheme = 'region-monthly'
    group by subject
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
    standing.grade,
    standing.previous_rank,
    standing.previous_rank - standing.rank as movement,
    standing.low,
    standing.high,
    case
        when standing.low = standing.high then cast(standing.low as varchar)
        else cast(standing.low as varchar) || '—' || cast(standing.high as varchar)
    end as interval_text,
    standing.band,
    before.previous_score,
    standing.score - before.previous_score as score_change,
    branch.duty,
    branch.hazard,
    branch.monitoring,
    branch.staff,
    branch.site,
    branch.note,
    standing.left_out
from standing
join region on region.region_id = standing.subject
left join branch on branch.subject = standing.subject
left join before on before.subject = standing.subject
where standing.scheme = 'region-monthly'
order by case when standing.rank is null then 1 else 0 end, standing.rank, standing.subject
