-- 责令停工后发生事故: 被责令停止施工、尚未批准复工的项目发生生产安全事故，提请处理
-- finding: accident_after_stop_order
-- subject: project
-- basis:   R061
--
-- 事故当天下达的停工令不算；事故当天批准复工的不列。

with orders as (
    select
        a.project_id,
        a.accident_id,
        a.occurred_at,
        a.kind,
        a.deaths,
        a.injuries,
        a.origin,
        o.order_id,
        o.issued_on,
        row_number() over (partition by a.accident_id order by o.issued_on desc, o.order_id desc) as latest
    from accident as a
    join standing_stop_order as o
        on o.project_id = a.project_id
            and o.issued_on < cast(a.occurred_at as date)
            and (o.lifted_on is null or o.lifted_on > cast(a.occurred_at as date))
    where a.occurred_at >= period_start() and a.occurred_at < period_end()
)

select
    project_id as subject,
    accident_id as case_key,
    cast(occurred_at as date) as since,
    cast(null as date) as due,
    concat(
        issued_on, '被责令停工（', order_id, '），尚未批准复工，', cast(occurred_at as date), '发生', kind, '事故，死亡', deaths,
        '人、重伤', injuries, '人'
    ) as detail,
    origin
from orders
where latest = 1
