-- 期内有效的停工令：期末前下达、期初以后才批准复工或至今未复工的，逐件列出进展
-- basis: R034, R061
with reviews as (
    select
        order_id,
        reviewed_on,
        passed,
        row_number() over (partition by order_id order by reviewed_on desc, review_no desc) as latest
    from stop_order_review
    where reviewed_on < period_end()
),

orders as (
    select
        o.*,
        case when o.lifted_on < period_end() then o.lifted_on end as lifted,
        r.reviewed_on,
        r.passed
    from stop_order as o
    left join reviews as r on r.order_id = o.order_id and r.latest = 1
    where o.issued_on < period_end() and (o.lifted_on is null or o.lifted_on >= period_start())
)

select
    o.order_id,
    region.region_name,
    project.project_name,
    enterprise.enterprise_name,
    o.reason,
    o.issued_on,
    o.due_on,
    o.reviewed_on,
    case when o.passed then '合格' when not o.passed then '不合格' end as result,
    o.lifted as lifted_on,
    date_diff('day', o.issued_on, coalesce(o.lifted, period_end())) as days_stopped,
    o.issued_on >= period_start() as is_new,
    o.lifted is null and o.due_on < period_end() - interval '1' day as is_late,
    case o.progress
        when 1 then '擅自复工'
        when 2 then '复查不合格'
        when 3 then '逾期未复工'
        when 4 then '停工整改中'
        else '已复工'
    end as state
from (
    select
        orders.*,
        case
            when lifted is not null then 5
            when resumed_without_clearance then 1
            when not passed then 2
            when due_on < period_end() - interval '1' day then 3
            else 4
        end as progress
    from orders
) as o
join project on project.project_id = o.project_id
join region on region.region_id = project.region_id
join enterprise on enterprise.enterprise_id = project.contractor_id
order by o.progress, region.region_id, o.issued_on, o.order_id
