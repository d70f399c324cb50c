-- 指标一览：本期统计的每一项指标，全部对象的合计；不能合计的为各对象的平均
-- prints: indicators
with figures as (
    select
        indicator,
        count(*) as subjects,
        max(numerator) filter (where subject_kind = 'city') as numerator,
        max(denominator) filter (where subject_kind = 'city') as denominator,
        coalesce(max(value) filter (where subject_kind = 'city'), avg(value)) as value,
        count(*) filter (where subject_kind = 'city') as wholes
    from observation
    group by indicator
)

select
    row_number() over (order by rule.theme, rule.title, rule.name) as line,
    rule.theme,
    rule.title,
    rule.meaning,
    round(figures.value, 2) as value,
    rule.unit,
    case when figures.wholes > 0 then '合计' else concat(figures.subjects, '个对象平均') end as scope,
    figures.numerator,
    figures.denominator,
    rule.clauses
from figures
join rule on rule.name = figures.indicator
order by line
