-- 指标一览：本期统计到收文地区的每一项指标，与全部地区平均相对照
-- prints: indicators
with figures as (
    select
        indicator,
        max(numerator) filter (where subject = recipient()) as numerator,
        max(denominator) filter (where subject = recipient()) as denominator,
        max(value) filter (where subject = recipient()) as value,
        avg(value) as average
    from observation
    where subject_kind = 'region'
    group by indicator
)

select
    row_number() over (order by rule.theme, rule.title, rule.name) as line,
    rule.theme,
    rule.title,
    rule.meaning,
    round(figures.value, 2) as value,
    round(figures.average, 2) as average,
    rule.unit,
    figures.numerator,
    figures.denominator,
    rule.clauses
from figures
join rule on rule.name = figures.indicator
where figures.value is not null
order by line
