-- 历期一致程度，供折线图使用；分组排名的取各组平均
select period, avg(spearman) as spearman, avg(kendall) as kendall
from simulation_summary
where spearman is not null
group by period, period_start
order by period_start
