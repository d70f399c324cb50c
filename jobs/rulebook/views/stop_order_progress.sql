-- 停工整改进展：期末前下达、没有撤销，期初以后才批准复工或者至今未复工的停工令，各到哪一步
-- 擅自复工的，期内补批准了仍是擅自复工。期限当日不算逾期，次日起算；当日还没有复工的为期末到期，执行率里已不算按期。

with reviews as (
    select order_id, reviewed_on, passed,
        row_number() over (partition by order_id order by reviewed_on desc, review_no desc) as latest
    from stop_order_review
    where reviewed_on < period_end()
)

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
    o.lifted_on is null and o.due_on < period_end() - interval '1' day as is_late,
    case
        when o.resumed_without_clearance then '擅自复工'
        when o.lifted_on is not null then '已复工'
        when not r.passed then '复查不合格'
        when o.due_on < period_end() - interval '1' day and r.order_id is null then '待复查'
        when o.due_on < period_end() - interval '1' day then '逾期未复工'
        when o.due_on < period_end() then '期末到期'
        else '停工整改中'
    end as state
from standing_stop_order as o
left join reviews as r on r.order_id = o.order_id and r.latest = 1
where o.lifted_on is null or o.lifted_on >= period_start()
