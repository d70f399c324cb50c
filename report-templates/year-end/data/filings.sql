-- 年度事项：谁在何日报送；未到截止日期的列为未到期
-- basis: R043, R064, R067, R068
with filed as (
    select
        d.duty_id,
        d.title,
        case d.level when '市级' then '市局' else d.region_name end as place,
        d.region_id,
        d.due_on,
        min(f.filed_on) as filed_on
    from duty_due as d
    left join filing as f
        on f.duty_id = d.duty_id and (d.level = '市级' or f.region_id = d.region_id)
            and f.filed_on >= year_start() and f.filed_on < period_end()
    where d.due_on < period_end()
    group by d.duty_id, d.title, d.level, d.region_name, d.region_id, d.due_on
),

known as (
    select max(inspected_on) as until from inspection where inspected_on < period_end()
)

select
    f.title,
    f.place,
    f.due_on,
    f.filed_on,
    case
        when f.filed_on <= f.due_on then '按期'
        when f.filed_on > f.due_on then '迟报'
        when f.due_on >= k.until then '未到期'
        else '未报'
    end as result,
    case
        when f.filed_on > f.due_on then date_diff('day', f.due_on, f.filed_on)
        when f.filed_on is null and f.due_on < k.until then date_diff('day', f.due_on, k.until)
    end as days_late
from filed as f
cross join known as k
order by f.due_on, f.duty_id, f.region_id
