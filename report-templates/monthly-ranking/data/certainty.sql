-- 地区名次的稳定程度：怎样抽样、分几档、哪几项权重影响最大（没有抽样时无行）
with strongest as (
    select
        coalesce(rule.title, sensitivity.input) as title,
        row_number() over (order by sensitivity.total desc, sensitivity.input) as line
    from sensitivity
    left join rule on rule.name = sensitivity.input
    where sensitivity.scheme = 'region-monthly' and sensitivity.total > 0
)

select
    uncertainty.draws,
    cast(round(100 * uncertainty.spread) as integer) as spread,
    90 as covered, -- 名次区间为抽样名次的第5至第95百分位
    uncertainty.mean_change,
    (select count(distinct band) from standing where scheme = 'region-monthly' and rank is not null) as bands,
    (select string_agg(title, '、' order by line) from strongest where line <= 3) as strongest
from uncertainty
where uncertainty.scheme = 'region-monthly'
