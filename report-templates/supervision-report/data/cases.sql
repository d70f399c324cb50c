-- 列管义务未履行的情形
select
    rule.title,
    finding.detail
from finding
join rule on rule.name = finding.rule
where finding.subject_kind = 'project'
    and finding.subject = recipient()
    and finding.state <> 'cleared'
    and finding.rule in (
        'supervised_checks_short', 'rectification_plan_missing', 'daily_report_missing', 'patrols_short',
        'weekly_report_late', 'supervision_receipt_late', 'supervision_over_limit'
    )
order by rule.title, finding.case_key
