-- 期内参加在施项目建设的企业及其身份，一个企业一行
select e.*, x.roles
from enterprise as e
join (
    select enterprise_id, string_agg(distinct role, '、' order by role) as roles
    from participation
    group by enterprise_id
) as x on x.enterprise_id = e.enterprise_id
