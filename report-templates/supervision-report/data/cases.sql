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
        'supervised_checks_short', 'supervision_evaluation_missing', 'supervision_measure_overdue',
        'supervision_notice_missing', 'supervision_notice_ungrounded', 'rectification_plan_missing',
        'rectification_item_overdue', 'daily_report_missing', 'patrols_short', 'weekly_report_late',
        'supervision_receipt_late', 'supervision_over_limit'
    )
order by rule.title, finding.case_key
