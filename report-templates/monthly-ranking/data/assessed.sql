-- 项目考评概况（一行）：参评、未参评及其原因、平均分
with reasons as (
    select left_out, count(*) as projects
    from standing
    where scheme = 'project-monthly' and left_out is not null
    group by left_out
)

select
    count(*) filter (where left_out is null) as assessed,
    count(*) filter (where left_out is not null) as left_out,
    (select string_agg(concat(left_out, '的', projects, '个'), '；' order by projects desc, left_out) from reasons) as reasons,
    avg(score) filter (where left_out is null) as average
from standing
where scheme = 'project-monthly'
