-- 各类问题的件数
select
    rule.title,
    count(*) as cases,
    count(*) filter (where finding.state = 'new') as new_cases,
    count(distinct finding.subject) as streets
from finding
join rule on rule.name = finding.rule
where finding.subject_kind = 'street' and finding.state <> 'cleared' and finding.rule <> 'street_silent'
group by rule.name, rule.title
order by cases desc, rule.name
