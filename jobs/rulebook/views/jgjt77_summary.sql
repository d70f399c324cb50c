-- 施工企业安全生产评价汇总：JGJ/T 77-2010，期内有评价的企业一行
--
-- 没有施工现场的企业，汇总分 = A-1、A-2、A-3、A-4 表得分按0.3、0.2、0.2、0.3加权；
-- 有施工现场的企业，汇总分 = 前者 × 0.6 + A-5 表得分 × 0.4。整表缺项的，其余各表的权重按比例放大。
-- 有施工现场的评为合格、不合格，没有的评为基本合格、不合格：没有不得分的项目，各表与汇总不低于参数所定分值，
-- 且期内没有施工现场按 JGJ 59 评为不合格（取每个项目最近一次检查）。

with own as (
    select
        enterprise_id,
        evaluation_id,
        max(evaluated_on) as evaluated_on,
        sum(case when table_code <> 'A-5' then score * weight end) as weighted,
        sum(case when table_code <> 'A-5' then weight end) as weights,
        max(case when table_code = 'A-5' then score end) as site_score,
        max(case when table_code = 'A-5' then weight end) as site_weight,
        sum(zero_items) as zero_items,
        min(score) as lowest
    from jgjt77_table_score
    group by enterprise_id, evaluation_id
),

last_inspections as (
    select
        p.contractor_id,
        s.grade,
        row_number() over (partition by s.project_id order by s.inspected_on desc, s.origin desc) as line
    from inspection_score as s
    join project as p on p.project_id = s.project_id
    where s.inspected_on >= period_start() and s.inspected_on < period_end()
),

failed as (
    select contractor_id, count(*) as sites
    from last_inspections
    where line = 1 and grade = '不合格'
    group by contractor_id
),

totals as (
    select
        o.*,
        coalesce(f.sites, 0) as failed_sites,
        cast(
            case
                when o.site_score is null then cast(cast(o.weighted as double) / cast(o.weights as double) as decimal(20, 14))
                else
                    cast(cast(o.weighted as double) / cast(o.weights as double) as decimal(20, 14)) * (1 - o.site_weight)
                    + o.site_score * o.site_weight
            end as decimal(18, 10)
        ) as total
    from own as o
    left join failed as f on f.contractor_id = o.enterprise_id
    where o.weights > 0
)

select
    t.*,
    case
        when t.zero_items > 0 or t.lowest < l.value or t.total < g.value or t.failed_sites > 0 then '不合格'
        when t.site_score is null then '基本合格'
        else '合格'
    end as grade
from totals as t
join parameter as l on l.name = 'evaluation_table_least'
join parameter as g on g.name = 'evaluation_total_least'
