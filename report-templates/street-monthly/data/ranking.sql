-- 各街道的名次、登记数、检查次数和受检工程数
-- basis: R070, R071
with figure as (
    select
        subject,
        max(value) filter (where indicator = 'small_works_registered') as registered,
        max(value) filter (where indicator = 'small_work_coverage') as coverage,
        max(value) filter (where indicator = 'small_work_notice') as notice,
        max(value) filter (where indicator = 'small_work_review') as review,
        max(value) filter (where indicator = 'small_work_forms') as forms
    from observation
    where subject_kind = 'street'
    group by subject
)

select
    standing.rank as place,
    standing.previous_rank - standing.rank as movement,
    region.region_name,
    street.street_name,
    standing.score,
    standing.grade,
    figure.registered,
    tally.registered as to_date,
    tally.checks,
    tally.checked as checked_works,
    figure.coverage,
    figure.notice,
    figure.review,
    figure.forms,
    street_office.office,
    coalesce(standing.left_out, score.note) as note
from standing
join street on street.street_id = standing.subject
join region on region.region_id = street.region_id
join small_work_tally as tally on tally.street_id = standing.subject and tally.span = '本年'
left join figure on figure.subject = standing.subject
left join street_office on street_office.street_id = standing.subject
left join score on score.scheme = standing.scheme and score.subject = standing.subject and score.node = 'score'
where standing.scheme = 'street-small-works-monthly'
order by case when standing.rank is null then 1 else 0 end, standing.rank, standing.subject
