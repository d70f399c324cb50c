-- 信用扣分建议: 用工与培训违规拒不整改，或者期末已过期限仍未整改
-- finding: credit_deduction
-- subject: enterprise
-- basis:   R052
--
-- 分值见信用扣分标准表；整改后不再列出。

select
    p.contractor_id as subject,
    v.violation_id as case_key,
    case when v.refused then v.found_on else cast(v.due_on + interval '1' day as date) end as since,
    v.due_on as due,
    concat(
        p.project_name,
        '，',
        v.kind,
        case
            when v.refused then '，拒不整改'
            else concat('，逾期', date_diff('day', v.due_on, period_end()) - 1, '天未整改')
        end,
        case when r.points is null then '' else concat('，建议扣', cast(r.points as integer), '分') end
    ) as detail,
    v.origin
from violation as v
join project as p on p.project_id = v.project_id
left join credit_rule as r on r.kind = v.kind
where v.found_on < period_end()
    and (v.refused or v.due_on < period_end())
    and (v.rectified_on is null or v.rectified_on >= period_end())
