-- 期内有效的停工令：期末前下达、没有撤销，期初以后才批准复工或至今未复工的，逐件列出进展
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
        o.order_id,
        o.project_id,
        o.enterprise_id,
        o.reason,
        case o.scope when '局部停工' then concat('局部停工（', o.stopped_part, '）') else o.scope end as scope,
        o.issued_on,
        o.due_on,
        o.lifted_on,
        r.reviewed_on,
        r.passed,
        case
            when o.lifted_on is not null then '已复工'
            when w.resumed_without_clearance then '擅自复工'
            when not r.passed then '复查不合格'
            when o.due_on < period_end() - interval '1' day and r.order_id is null then '待复查'
            when o.due_on < period_end() - interval '1' day then '逾期未复工'
            else '停工整改中'
        end as state
    from standing_stop_order as o
    join stop_order as w on w.order_id = o.order_id
    left join reviews as r on r.order_id = o.order_id and r.latest = 1
    where o.lifted_on is null or o.lifted_on >= period_start()
)

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
    o.lifted_on is null and o.due_on < period_end() - interval '1' day as is_late,
    o.state
from orders as o
join project on project.project_id = o.project_id
join region on region.region_id = project.region_id
left join enterprise on enterprise.enterprise_id = o.enterprise_id
order by
    case o.state
        when '擅自复工' then 1
        when '复查不合格' then 2
        when '待复查' then 3
        when '逾期未复工' then 4
        when '停工整改中' then 5
        else 6
    end,
    region.region_id, o.issued_on, o.order_id
