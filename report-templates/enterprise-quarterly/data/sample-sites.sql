-- 绿色安全样板工地、绿色安全工地推荐名单：年初至期末由专家库专家受委托作的初步考评；已申报尚未考评的另列
-- basis: R010
with latest as (
    select *, row_number() over (partition by project_id order by applied_on desc) as line
    from site_appraisal
    where applied_on < period_end()
        and (appraised_on is null or appraised_on >= period_end() or (commissioned and appraised_on >= year_start()))
),

ground as (
    select project_id, concat(occurred_on, '发生亡人事故') as ground
    from (select project_id, cast(occurred_at as date) as occurred_on, deaths from accident) as a
    where deaths > 0 and occurred_on >= year_start() and occurred_on < period_end()
    union all
    select project_id, concat(category, '重大隐患逾期', days_overdue, '天未整改')
    from overdue_hazard
    where grade = '重大' and state = '未整改'
    union all
    select d.subject, concat('差别化监管：', d.step)
    from history_decision as d
    where d.ladder = 'differentiated-supervision' and d.step <> '解除差别化监管'
        and d.period_start = (
            select max(x.period_start)
            from history_decision as x
            where x.ladder = d.ladder and x.period_start < period_end()
        )
),

grounds as (
    select project_id, string_agg(distinct ground, '；' order by ground) as reasons
    from ground
    group by project_id
),

judged as (
    select
        a.*,
        a.appraised_on is null or a.appraised_on >= period_end() as waiting,
        g.reasons,
        case
            when a.appraised_on is null or a.appraised_on >= period_end() then '待考评'
            when g.project_id is not null and v.value = 1 then '不推荐'
            when a.score >= best.value then '绿色安全样板工地'
            else '绿色安全工地'
        end as proposed
    from latest as a
    left join grounds as g on g.project_id = a.project_id
    join parameter as best on best.name = 'sample_site_score'
    join parameter as good on good.name = 'green_site_score'
    join parameter as v on v.name = 'sample_site_vetoes'
    where a.line = 1 and (a.appraised_on is null or a.appraised_on >= period_end() or a.score >= good.value)
)

select
    row_number() over (order by j.waiting, case when j.waiting then null else j.score end desc, j.project_id) as line,
    p.project_name,
    p.project_type,
    r.region_name,
    e.enterprise_name,
    p.supervisor,
    j.applied_on,
    case when not j.waiting then j.appraised_on end as appraised_on,
    case when not j.waiting then j.experts end as experts,
    case when not j.waiting then j.score end as score,
    j.proposed,
    case when j.recommended_on < period_end() then j.recommended_on end as recommended_on,
    j.reasons
from judged as j
join project_in_period as p on p.project_id = j.project_id and p.phase = '在施'
join region as r on r.region_id = p.region_id
join enterprise as e on e.enterprise_id = p.contractor_id
order by line
