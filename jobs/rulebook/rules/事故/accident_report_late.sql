-- 事故迟报、未报: 事故逐级上报、上报全国平台超过规定时限的，或者过了时限没有上报记录的（疑似漏报）
-- finding: accident_report_late
-- subject: region
-- basis:   R062, R063
--
-- 从事故出发，报告台账没有的也列；迟报的列在上报的当期，未报的每期列到上报为止。
-- 瞒报、谎报、漏报须经查实认定，这里只列疑似。

select
    region_id as subject,
    concat(accident_id, ' ', step) as case_key,
    cast(due_at as date) as since,
    cast(due_at as date) as due,
    concat(
        occurred_at, '事故（', accident_id, '）', step,
        case
            when state = '迟报' then concat('迟报', minutes_late, '分钟')
            else '没有上报记录，疑似漏报'
        end
    ) as detail,
    origin
from accident_report_step
where (state = '迟报' and reported_at >= period_start())
    or state = '未报（疑似漏报）'
