-- 需要督办的情形：重大隐患未按时责令停工的，提请暂扣安全生产许可证的
-- basis: R037, R060, R061
select
    finding.rule,
    rule.title,
    region.region_name,
    project.project_name,
    enterprise.enterprise_name,
    finding.since,
    finding.due,
    finding.detail
from finding
join rule on rule.name = finding.rule
join project_history as project
    on project.project_id = finding.subject and finding.since between project.held_from and project.held_until
join region on region.region_id = project.region_id
join enterprise on enterprise.enterprise_id = project.contractor_id
where finding.rule in (
        'major_hazard_without_stop_order', 'repeated_stop_orders', 'stop_order_not_put_right', 'accident_after_stop_order')
    and finding.state <> 'cleared'
order by finding.rule, region.region_id, finding.since, project.project_id, finding.case_key
