-- 噪声超标时长: 期内噪声监测超过限值的数据所代表的小时数，分昼间（6时至22时）与夜间限值，等于限值不算超标
-- indicator: noise_exceedance_hours
-- subject:   project
-- better:    lower
-- unit:      小时
-- kind:      count
-- every:     quarter
-- basis:     R023

with exceeding as (
    select
        d.project_id as subject,
        d.device_id,
        r.read_at,
        r.value as reading,
        case when extract(hour from r.read_at) between 6 and 21 then l.day_limit else l.night_limit end as reading_limit,
        d.interval_minutes as minutes,
        r.origin
    from reading as r
    join device as d on d.device_id = r.device_id and d.kind = '噪声'
    join monitoring_limit as l on l.kind = d.kind
    where r.read_at >= period_start() and r.read_at < period_end()
        and r.value > case when extract(hour from r.read_at) between 6 and 21 then l.day_limit else l.night_limit end
),

evidence as (
    select * from exceeding
    union all
    -- 在线而无超标的设备：零小时
    select project_id, device_id, null, null, null, 0, origin
    from device_in_service
    where kind = '噪声'
)

select
    subject,
    cast(cast(sum(minutes) as double) / cast(60 as double) as decimal(18, 6)) as numerator
from evidence
group by subject
