-- 项目考评概况（一行）：参评、未参评、平均分
select
    count(*) filter (where left_out is null) as assessed,
    count(*) filter (where left_out is not null) as left_out,
    count(*) filter (where left_out = '未受检') as uninspected,
    avg(score) filter (where left_out is null) as average
from standing
where scheme = 'project-monthly'
