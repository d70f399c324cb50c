-- 被更正的文件：发给本对象的；另有总的一份的，一并列出
select distinct c.title, c.number, c.issued_on, case when c.bulletin = 'correction' then 1 else 0 end as amended
from corrected as c
where c.recipient = recipient() or c.recipient in (select city_id from city)
order by amended, c.issued_on, c.number
