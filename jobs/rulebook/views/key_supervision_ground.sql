-- 项目列为重点监管的情形：期内认定事故责任、期末重大隐患逾期未整改、期内拒不整改、期内被通报批评
--
-- 适用哪些情形见 class_ground；考评不合格、差别化监管、安管人员考核不合格在计分、处置之后才知道，见 project_class。

with found as (
    select
        a.project_id,
        '事故责任' as ground,
        concat(l.determined_on, '认定', l.degree, '（', a.accident_id, '）') as detail,
        l.origin
    from accident as a
    join project as p on p.project_id = a.project_id
    join accident_liability as l on l.accident_id = a.accident_id and l.enterprise_id = p.contractor_id
    where l.degree <> '无责任' and l.determined_on >= period_start() and l.determined_on < period_end()
    union all
    select project_id, '重大隐患逾期', concat(category, '重大隐患逾期', days_overdue, '天未整改'), origin
    from overdue_hazard
    where grade = '重大' and state = '未整改'
    union all
    select project_id, '拒不整改', concat(refused_on, '认定', facts), origin
    from refusal
    where refused_on >= period_start() and refused_on < period_end()
    union all
    select project_id, '通报批评', concat(issued_on, '被', issuer, '通报批评'), origin
    from circulated_criticism
    where issued_on >= period_start() and issued_on < period_end()
)

select f.*
from found as f
join class_ground as g on g.ground = f.ground and g.applies
