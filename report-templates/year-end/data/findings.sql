-- 全年评价发现的问题
select
    rule.title,
    count(*) as cases
from finding
join rule on rule.name = finding.rule
where finding.state <> 'cleared'
group by rule.name, rule.title
order by cases desc, rule.name
