-- 期内各年度的报送事项：谁在何日报送；截止日在期末当天或者以后、还没有报送的为未到期；没有报送台账的一行也没有
-- basis: R064, R067, R068
with filed as (
    select
        d.duty_id,
        d.title,
        case d.level when '市级' then '<bureau.short>' else d.region_name end as place,
        d.region_id,
        d.due_on,
        d.late_on,
        min(f.filed_on) as filed_on
    from duty_due as d
    left join filing as f
        on f.duty_id = d.duty_id and (d.level = '市级' or f.region_id = d.region_id)
            and f.filed_on >= d.year_on and f.filed_on < d.year_on + interval '12' month and f.filed_on < period_end()
    group by d.duty_id, d.title, d.level, d.region_name, d.region_id, d.due_on, d.late_on
)

select
    duty_id,
    title,
    place,
    due_on,
    filed_on,
    case
        when filed_on <= due_on then '按期'
        when filed_on > due_on then '迟报'
        when late_on < period_end() then '未报'
        else '未到期'
    end as result,
    case
        when filed_on > due_on then date_diff('day', due_on, filed_on)
        when filed_on is null and late_on < period_end() then nullif(date_diff('day', due_on, period_end()) - 1, 0)
    end as days_late
from filed
where exists (select 1 from ledger_since where dataset = 'filing')
order by due_on, duty_id, region_id
