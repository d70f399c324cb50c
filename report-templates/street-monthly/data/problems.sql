-- 限额以下工程与监管盲点的问题清单：本期仍存在的
-- basis: R075, R076, R078, R079, R080
select
    rule.title as rule,
    case finding.state when 'new' then '新增' else '持续' end as state,
    region.region_name,
    street.street_name,
    finding.since,
    finding.due,
    finding.detail
from finding
join rule on rule.name = finding.rule
join street on street.street_id = finding.subject
join region on region.region_id = street.region_id
where finding.state <> 'cleared'
    and finding.rule in (
        'small_work_unreviewed', 'small_work_without_notice', 'blind_spot_unassigned', 'street_without_office',
        'small_work_check_unregistered', 'small_work_item_overdue'
    )
order by rule.title, case finding.state when 'new' then 1 else 2 end, street.street_id, finding.since, finding.case_key
