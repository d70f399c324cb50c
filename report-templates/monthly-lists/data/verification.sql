-- 地区月度核查考核表
-- basis: R084, R087
with figure as (
    select
        subject,
        max(value) filter (where indicator = 'inspections') as inspections,
        max(value) filter (where indicator = 'inspection_coverage') as coverage,
        max(value) filter (where indicator = 'city_inspection_coverage') as city_coverage,
        max(value) filter (where indicator = 'inspector_visits') as visits,
        max(value) filter (where indicator = 'inspectors_frequent') as frequent,
        max(value) filter (where indicator = 'hazards_found') as hazards,
        max(numerator) filter (where indicator = 'hazard_closure') as verified,
        max(value) filter (where indicator = 'hazard_closure') as closure,
        max(value) filter (where indicator = 'filing_on_time') as filings,
        max(value) filter (where indicator = 'study_done') as study,
        max(value) filter (where indicator = 'risk_review_done') as review
    from observation
    where subject_kind = 'region'
    group by subject
),

rechecks as (
    select p.region_id, count(*) as rechecks
    from inspection as i
    join project as p on p.project_id = i.project_id
    where i.kind = '复查' and i.inspected_on >= period_start() and i.inspected_on < period_end()
    group by p.region_id
),

problems as (
    select
        coalesce(p.region_id, s.region_id, f.subject) as region_id,
        count(*) filter (where f.state <> 'cleared') as problems,
        count(*) filter (where f.state = 'cleared') as cleared,
        count(*) filter (where f.state <> 'cleared' and case
            when p.project_id is not null then p.supervisor is not null and exists (
                select 1 from inspection as i
                where i.project_id = p.project_id and i.inspected_on < period_end() and i.inspector is not null)
            when f.subject_kind = 'street' then exists (select 1 from street_office as o where o.street_id = f.subject)
            else true
        end) as complete
    from finding as f
    left join major_hazard as h on f.subject_kind = 'hazard' and h.hazard_id = f.subject
    left join project as p
        on p.project_id = case f.subject_kind when 'project' then f.subject else h.project_id end
    left join street as s on f.subject_kind = 'street' and s.street_id = f.subject
    where f.subject_kind in ('hazard', 'project', 'street', 'region')
    group by coalesce(p.region_id, s.region_id, f.subject)
)

select
    r.region_name,
    coalesce(f.inspections, 0) as inspections,
    f.coverage,
    f.city_coverage,
    f.visits,
    f.frequent,
    coalesce(c.rechecks, 0) as rechecks,
    coalesce(f.hazards, 0) as hazards,
    f.verified,
    f.closure,
    coalesce(p.problems, 0) as problems,
    coalesce(p.cleared, 0) as cleared,
    100.0 * p.complete / nullif(p.problems, 0) as lists_complete,
    f.filings,
    case when f.study > 0 then '已开展' when f.study = 0 then '未开展' end as study,
    case when f.review > 0 then '已开展' when f.review = 0 then '未开展' end as review,
    s.score,
    s.rank as place
from region as r
left join figure as f on f.subject = r.region_id
left join rechecks as c on c.region_id = r.region_id
left join problems as p on p.region_id = r.region_id
left join standing as s on s.scheme = 'region-monthly' and s.subject = r.region_id
order by case when s.rank is null then 1 else 0 end, s.rank, r.region_id
