-- 各地区项目现场检查评分的分布；评分的项目不足四个的不列
with mark as (
    select
        project.region_id,
        observation.value,
        row_number() over (
            partition by project.region_id order by observation.value, observation.subject
        ) as line,
        count(*) over (partition by project.region_id) as projects
    from observation
    join project on project.project_id = observation.subject
    where observation.indicator = 'jgj59_score' and observation.subject_kind = 'project'
        and observation.value is not null
)

select
    region.region_name,
    mark.projects,
    min(mark.value) as lowest,
    min(mark.value) filter (where 4 * mark.line >= mark.projects) as lower_quarter,
    avg(mark.value) filter (
        where 2 * mark.line >= mark.projects and 2 * mark.line <= mark.projects + 2
    ) as middle,
    max(mark.value) filter (where 4 * (mark.projects + 1 - mark.line) >= mark.projects) as upper_quarter,
    max(mark.value) as highest
from mark
join region on region.region_id = mark.region_id
where mark.projects >= 4
group by region.region_id, region.region_name, mark.projects
order by middle, region.region_id
