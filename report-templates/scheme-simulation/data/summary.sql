-- 各期测算结果，最近一期在前
select period, period_start, scope, ranked, mean_change, largest_change, spearman, kendall, regraded, entered, dropped
from simulation_summary
order by period_start desc, scope
