-- 期内有效的停工令：期末前下达、没有撤销，期初以后才批准复工或至今未复工的，逐件列出进展
-- basis: R034, R061
select
    o.order_id,
    region.region_name,
    project.project_name,
    coalesce(enterprise.enterprise_name, o.enterprise_id) as enterprise_name,
    o.reason,
    o.scope,
    o.issued_on,
    o.due_on,
    o.reviewed_on,
    case when o.passed then '合格' when not o.passed then '不合格' end as result,
    o.lifted_on,
    date_diff('day', o.issued_on, coalesce(o.lifted_on, period_end())) as days_stopped,
    o.issued_on >= period_start() as is_new,
    o.is_late,
    o.state
from stop_order_progress as o
join project on project.project_id = o.project_id
join region on region.region_id = project.region_id
left join enterprise on enterprise.enterprise_id = o.enterprise_id
order by
    case o.state
        when '擅自复工' then 1
        when '复查不合格' then 2
        when '待复查' then 3
        when '逾期未复工' then 4
        when '期末到期' then 5
        when '停工整改中' then 6
        else 7
    end,
    region.region_id, o.issued_on, o.order_id
