-- 绿牌工地评选清单：期内最近一次评审达到规定得分，没有一票否决事项，期内没有受处理
-- basis: R022
with latest as (
    select
        g.*,
        row_number() over (partition by g.project_id order by g.reviewed_on desc) as line
    from green_site_review as g
    where g.reviewed_on >= period_start() and g.reviewed_on < period_end()
)

select
    row_number() over (order by g.score desc, g.project_id) as line,
    p.project_name,
    p.project_type,
    r.region_name,
    e.enterprise_name,
    g.reviewed_on,
    g.score
from latest as g
join parameter as least_score on least_score.name = 'green_card_score'
join project_in_period as p on p.project_id = g.project_id and p.phase = '在施'
join region as r on r.region_id = p.region_id
join enterprise as e on e.enterprise_id = p.contractor_id
where g.line = 1
    and g.score >= least_score.value
    and g.veto is null
    and not exists (
        select 1 from penalty as x
        where x.project_id = g.project_id and x.decided_on >= period_start() and x.decided_on < period_end()
    )
order by line
