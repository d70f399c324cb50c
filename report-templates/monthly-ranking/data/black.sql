-- 黑榜：得分最低的十个项目，在后一半里，及失分最多的两项指标
with worst as (
    select
        standing.subject,
        standing.score,
        standing.grade,
        row_number() over (order by standing.score, standing.subject) as line
    from standing
    where standing.scheme = 'project-monthly' and standing.rank is not null
        and 2 * standing.rank > (select count(*) + 1 from standing as s where s.scheme = 'project-monthly' and s.rank is not null)
),

lost as (
    select
        leaf.subject,
        rule.title,
        (100 - leaf.normalised) * leaf.effective_weight * coalesce(branch.effective_weight, 1) as points,
        row_number() over (
            partition by leaf.subject
            order by (100 - leaf.normalised) * leaf.effective_weight * coalesce(branch.effective_weight, 1) desc,
                leaf.node
        ) as place
    from score as leaf
    join rule on rule.name = leaf.node
    join worst on worst.subject = leaf.subject and worst.line <= 10
    left join score as branch
        on branch.scheme = leaf.scheme and branch.subject = leaf.subject
            and branch.node = leaf.parent and branch.node <> 'score'
    where leaf.scheme = 'project-monthly' and leaf.normalised < 100
),

reason as (
    select subject, string_agg(concat(title, '失', cast(round(cast(points as decimal(9, 4)), 1) as decimal(9, 1)), '分'), '，' order by place) as reasons
    from lost
    where place <= 2
    group by subject
)

select
    worst.line,
    project.project_name,
    project.project_type,
    region.region_name,
    enterprise.enterprise_name,
    worst.score,
    worst.grade,
    reason.reasons
from worst
join project on project.project_id = worst.subject
join region on region.region_id = project.region_id
join enterprise on enterprise.enterprise_id = project.contractor_id
left join reason on reason.subject = worst.subject
where worst.line <= 10
order by worst.line
