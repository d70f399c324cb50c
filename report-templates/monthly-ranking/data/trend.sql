-- 近十二个月各地得分的平均、最高、最低
select
    case
        when extract(month from period_start) = 1
            then substring(cast(extract(year from period_start) as varchar), 3, 2) || '年1月'
        else cast(extract(month from period_start) as varchar) || '月'
    end as month,
    avg(score) as average,
    max(score) as highest,
    min(score) as lowest
from history_standing
where scheme = 'region-monthly'
    and rank is not null
    and date_diff('month', period_start, period_start()) < 12
group by period_start
order by period_start
