-- 各类问题的件数
select
    rule.title,
    count(*) as cases,
    count(*) filter (where finding.state = 'new') as new_cases,
    count(distinct finding.subject) as streets
from finding
join rule on rule.name = finding.rule
where finding.state <> 'cleared'
    and finding.rule in (
        'small_work_unreviewed', 'small_work_without_notice', 'blind_spot_unassigned', 'street_without_office',
        'small_work_check_unregistered', 'small_work_item_overdue'
    )
group by rule.name, rule.title
order by cases desc, rule.name
