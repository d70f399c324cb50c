-- 全域的主要数字（一行）
with standings as (
    select
        count(*) as enterprises,
        count(rank) as ranked,
        avg(score) as average
    from standing
    where scheme = 'enterprise-quarterly'
),

city as (
    select
        max(value) filter (where indicator = 'site_score_by_size') as site_score,
        max(value) filter (where indicator = 'enterprise_assessment_coverage') as assessed_share,
        max(value) filter (where indicator = 'enterprise_assessment_score') as assessed_score,
        max(value) filter (where indicator = 'accidents') as accidents,
        max(value) filter (where indicator = 'fatalities') as fatalities,
        max(value) filter (where indicator = 'penalty_points') as penalty_points
    from observation
    where subject_kind = 'city'
),

leaders as (
    select
        sum(numerator) as inspected,
        count(*) as enterprises
    from observation
    where indicator = 'leader_inspection' and subject_kind = 'enterprise'
),

lists as (
    select
        sum(numerator) as on_time,
        count(*) as enterprises
    from observation
    where indicator = 'responsibility_list_on_time' and subject_kind = 'enterprise'
)

select
    standings.enterprises,
    standings.ranked,
    standings.average,
    city.site_score,
    city.assessed_share,
    city.assessed_score,
    city.accidents,
    city.fatalities,
    city.penalty_points,
    leaders.inspected as leader_inspected,
    100 * leaders.inspected / nullif(leaders.enterprises, 0) as leader_share,
    lists.on_time as lists_on_time,
    100 * lists.on_time / nullif(lists.enterprises, 0) as lists_share
from standings
cross join city
cross join leaders
cross join lists
