-- 重大隐患与停工令：每处重大隐患由哪份停工令回应，是已停工、迟下还是未下
--
-- 回应的停工令：写明该隐患或者在同一次检查下达、不早于发现日期的；或者发现当日正在执行的全面停工，
-- 局部停工只算停工部位与隐患类别相同的。宽限的最后一天（last_day）见参数 stop_order_days，发现当日起算；
-- 隐患当即整改的也应当停工。宽限期未满而没有停工令的，状态为空。

with answers as (
    select
        h.hazard_id,
        o.order_id,
        o.issued_on,
        row_number() over (partition by h.hazard_id order by o.issued_on, o.order_id) as place
    from hazard as h
    join standing_stop_order as o on o.project_id = h.project_id
    where h.grade = '重大'
        and (
            (o.issued_on >= h.found_on and (o.hazard_id = h.hazard_id or o.inspection_id = h.inspection_id))
            or (
                o.issued_on <= h.found_on
                and (o.lifted_on is null or o.lifted_on > h.found_on)
                and (o.scope = '全面停工' or o.stopped_part = h.category)
            )
        )
)

select
    h.hazard_id,
    h.project_id,
    h.category,
    h.description,
    h.found_on,
    h.due_on,
    h.rectified_on,
    cast(h.found_on + cast(q.value as integer) * interval '1' day as date) as last_day,
    a.order_id,
    a.issued_on,
    date_diff('day', h.found_on, a.issued_on) - cast(q.value as integer) as days_late,
    case
        when a.issued_on <= h.found_on + cast(q.value as integer) * interval '1' day then '已停工'
        when a.order_id is not null then '迟下'
        when h.found_on + cast(q.value as integer) * interval '1' day < period_end() then '未下'
    end as state,
    h.origin
from hazard as h
join parameter as q on q.name = 'stop_order_days'
left join answers as a on a.hazard_id = h.hazard_id and a.place = 1
where h.grade = '重大' and h.found_on < period_end()
