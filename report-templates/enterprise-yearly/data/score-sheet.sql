-- 计分表的行：全部受评企业，按名次
select
    standing.subject,
    enterprise.enterprise_name
from standing
join enterprise on enterprise.enterprise_id = standing.subject
where standing.scheme = 'enterprise-yearly'
order by case when standing.rank is null then 1 else 0 end, standing.rank, standing.subject
