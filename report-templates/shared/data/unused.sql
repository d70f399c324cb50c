-- 本期未启用的数据、指标、问题、评分方案和评分权重：没有数据或者没有施行，不计算，不是零
select kind, name, title, reason, because
from unused
order by kind, name, title
