-- 名次变动最大的20个，供条形图使用
select coalesce(name, subject) as name, score, published_score
from simulation
where period = period_name() and moved is not null
order by abs(moved) desc, rank, subject
limit 20
