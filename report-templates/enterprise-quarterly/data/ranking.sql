-- 施工企业季度考评：得分、名次、分类、各部分得分和主要指标
-- basis: R002, R065
with branch as (
    select
        subject,
        max(normalised) filter (where node = '所属工程') as sites,
        max(normalised) filter (where node = '企业自查') as own,
        max(normalised) filter (where node = '事故处罚') as penalties,
        max(normalised) filter (where node = '人员教育') as staff,
        max(note) filter (where node = 'score') as note
    from score
    where scheme = 'enterprise-quarterly'
    group by subject
),

before as (
    select subject, score as previous_score, grade as previous_grade
    from history_standing
    where scheme = 'enterprise-quarterly' and period_start = previous_start()
),

figure as (
    select
        subject,
        max(value) filter (where indicator = 'site_score_by_size') as site_score,
        max(value) filter (where indicator = 'enterprise_assessment_score') as assessed_score,
        max(value) filter (where indicator = 'enterprise_assessment_coverage') as assessed_share,
        max(numerator) filter (where indicator = 'leader_inspection') as leader_inspected,
        max(value) filter (where indicator = 'accidents') as accidents,
        max(value) filter (where indicator = 'penalty_points') as penalty_points,
        max(value) filter (where indicator = 'exam_pass_rate') as exam_pass_rate
    from observation
    where subject_kind = 'enterprise'
    group by subject
),

sites as (
    select contractor_id, count(*) as projects
    from active_project
    group by contractor_id
)

select
    standing.rank as place,
    enterprise.enterprise_name,
    enterprise.qualification,
    sites.projects,
    standing.score,
    standing.grade as class,
    before.previous_grade as previous_class,
    standing.previous_rank,
    standing.previous_rank - standing.rank as movement,
    before.previous_score,
    standing.score - before.previous_score as score_change,
    branch.sites,
    branch.own,
    branch.penalties,
    branch.staff,
    figure.site_score,
    figure.assessed_score,
    figure.assessed_share,
    case figure.leader_inspected when 1 then '是' when 0 then '否' end as leader_inspected,
    figure.accidents,
    figure.penalty_points,
    figure.exam_pass_rate,
    coalesce(branch.note, standing.left_out) as note
from standing
join enterprise on enterprise.enterprise_id = standing.subject
left join branch on branch.subject = standing.subject
left join before on before.subject = standing.subject
left join figure on figure.subject = standing.subject
left join sites on sites.contractor_id = standing.subject
where standing.scheme = 'enterprise-quarterly'
order by case when standing.rank is null then 1 else 0 end, standing.rank, standing.subject
