-- 近十二个月：本地、平均、最高
select
    concat(extract(month from period_start), '月') as month,
    max(score) filter (where subject = recipient()) as own,
    avg(score) as average,
    max(score) as highest
from history_standing
where scheme = 'region-monthly' and rank is not null and period_start > period_start() - interval '12' month
group by period_start
order by period_start
