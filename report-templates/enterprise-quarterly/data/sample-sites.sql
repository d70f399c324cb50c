-- 绿色安全样板工地、绿色安全工地推荐名单：年初至期末的标准化得分，没有一票否决事项
-- basis: R010
with scored as (
    select
        s.project_id,
        count(*) as inspections,
        cast(sum(s.total) / count(*) as decimal(18, 10)) as score,
        sum(case when s.grade = '不合格' then 1 else 0 end) as failed
    from jgj59_summary as s
    where s.inspected_on >= year_start() and s.inspected_on < period_end()
    group by s.project_id
),

vetoed as (
    select project_id from accident where occurred_at >= year_start() and occurred_at < period_end()
    union
    select project_id from stop_order where issued_on >= year_start() and issued_on < period_end()
    union
    select project_id from hazard
    where grade = '重大' and due_on < period_end() and (rectified_on is null or rectified_on >= period_end())
)

select
    row_number() over (order by s.score desc, s.project_id) as line,
    p.project_name,
    p.project_type,
    r.region_name,
    e.enterprise_name,
    p.supervisor,
    s.inspections,
    s.score,
    case when s.score >= best.value then '绿色安全样板工地' else '绿色安全工地' end as proposed
from scored as s
join project_in_period as p on p.project_id = s.project_id and p.phase = '在施'
join region as r on r.region_id = p.region_id
join enterprise as e on e.enterprise_id = p.contractor_id
join parameter as best on best.name = 'sample_site_score'
join parameter as good on good.name = 'green_site_score'
where s.score >= good.value
    and s.failed = 0
    and not exists (select 1 from vetoed as v where v.project_id = s.project_id)
order by line
