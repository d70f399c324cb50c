-- 监督发现的问题：新增、持续、本月消除
with rule_title (line, rule, title) as (
    values
        (1, 'fatal_accident', '发生亡人事故'),
        (2, 'overdue_major_hazard', '重大隐患超期未整改'),
        (3, 'major_hazard_without_stop_order', '重大隐患未责令停工'),
        (4, 'resumed_without_clearance', '擅自复工'),
        (5, 'repeated_stop_orders', '多次责令停工'),
        (6, 'inspection_failed', '检查评定不合格'),
        (7, 'safety_management_failed', '安全管理不合格'),
        (8, 'key_personnel_below_rate', '关键岗位到岗率不足'),
        (9, 'device_offline', '设备离线'),
        (10, 'self_assessment_inflated', '自评虚高'),
        (11, 'self_assessment_missing', '自评未报或迟报')
)

select
    coalesce(rule_title.title, finding.rule) as rule,
    case finding.state when 'new' then '新增' when 'continued' then '持续' else '已消除' end as state,
    region.region_name,
    project.project_name,
    enterprise.enterprise_name,
    finding.evidence,
    finding.since,
    finding.due,
    finding.detail
from finding
left join rule_title on rule_title.rule = finding.rule
left join project on finding.subject_kind = 'project' and project.project_id = finding.subject
left join region on region.region_id = project.region_id
left join enterprise on enterprise.enterprise_id = project.contractor_id
order by coalesce(rule_title.line, 99), finding.rule,
    case finding.state when 'new' then 1 when 'continued' then 2 else 3 end,
    region.region_id, finding.subject, finding.evidence
