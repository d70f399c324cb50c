-- 安管人员考核不合格: 业务知识考核不合格的安全生产管理人员，列入重点监管对象
-- finding: exam_failed
-- subject: enterprise
-- every:   year
-- basis:   R050
--
-- 同一人以准考证号区分；合格分见参数表。

select
    r.enterprise_id as subject,
    r.candidate as case_key,
    r.held_on as since,
    cast(null as date) as due,
    concat(g.region_name, r.held_on, '考核，', coalesce(r.person, '姓名不详'), cast(cast(r.score as decimal(5, 1)) as varchar), '分') as detail,
    r.origin
from exam_result as r
join region as g on g.region_id = r.region_id
join parameter as p on p.name = 'exam_pass'
where r.held_on >= period_start() and r.held_on < period_end() and r.score < p.value
