-- 排名图与构成图：参加排名的地区
with branch as (
    select
        subject,
        max(contribution) filter (where node = '履职检查') as duty,
        max(contribution) filter (where node = '隐患治理') as hazard,
        max(contribution) filter (where node = '在线监测') as monitoring,
        max(contribution) filter (where node = '人员到岗') as staff,
        max(contribution) filter (where node = '项目实体') as site
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
    cast(standing.rank as varchar) || '  ' || region.region_name || '  '
        || case
            when not exists (select 1 from before) then ''
            when standing.previous_rank is null then '新'
            when standing.previous_rank > standing.rank
                then '▲' || cast(standing.previous_rank - standing.rank as varchar)
            when standing.previous_rank < standing.rank
                then '▼' || cast(standing.rank - standing.previous_rank as varchar)
            else '—'
        end as place,
    region.region_name,
    standing.rank as placing,
    standing.low,
    standing.high,
    standing.score,
    before.previous_score,
    branch.duty,
    branch.hazard,
    branch.monitoring,
    branch.staff,
    branch.site
from standing
join region on region.region_id = standing.subject
left join branch on branch.subject = standing.subject
left join before on before.subject = standing.subject
where standing.scheme = 'region-monthly' and standing.rank is not null
order by standing.rank, standing.subject
