-- 安管人员考核不合格: 最近一次业务知识考核不合格、列入重点监管的安全生产管理人员，以准考证号列，不写姓名
-- finding: exam_failed
-- subject: enterprise
-- every:   [month, year]
-- basis:   R050

select
    x.enterprise_id as subject,
    x.candidate as case_key,
    x.held_on as since,
    cast(null as date) as due,
    concat(g.region_name, x.held_on, '考核', cast(cast(x.score as decimal(5, 1)) as varchar), '分，不合格，列入重点监管') as detail,
    x.origin
from exam_latest as x
join region as g on g.region_id = x.region_id
where x.listed
