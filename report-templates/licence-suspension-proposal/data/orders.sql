-- 期末前十二个月的停工令及复查
select
    stop_order.order_id,
    stop_order.issued_on,
    stop_order.reason,
    stop_order.due_on,
    case when stop_order.lifted_on < period_end() then stop_order.lifted_on end as lifted_on,
    max(review.reviewed_on) filter (where not review.passed) as failed_on
from stop_order
left join stop_order_review as review
    on review.order_id = stop_order.order_id and review.reviewed_on < period_end()
where stop_order.project_id = recipient()
    and stop_order.issued_on >= period_end() - interval '12' month
    and stop_order.issued_on < period_end()
group by stop_order.order_id, stop_order.issued_on, stop_order.reason, stop_order.due_on, stop_order.lifted_on
order by stop_order.issued_on, stop_order.order_id
