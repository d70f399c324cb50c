-- 管线防护承诺书施工前签署率: 已开工的在施项目中，建设、施工、监理三方（依法不聘用监理的为两方）都在施工前签署的比例
-- duty:    pipeline_commitments
-- case:    pipeline_uncommitted 管线防护承诺书未在施工前签全
-- subject: project
-- basis:   R016

select
    project_id as subject,
    '管线承诺书' as case_key,
    state = '按时' as met,
    cast(started_on as date) as since,
    cast(started_on as date) as due,
    concat(
        case state
            when '迟签' then concat('迟签，最后一方在开工后', date_diff('day', started_on, signed_on), '天签署')
            when '缺签' then concat('缺签：', substring(concat(
                case when builder is null then '、建设单位' else '' end,
                case when contractor is null then '、施工单位' else '' end,
                case when supervisor is null and not without_supervisor then '、监理单位' else '' end
            ), 2, 50))
            else '未签'
        end,
        case when without_supervisor then '（不聘用监理）' else '' end
    ) as detail,
    origin
from pipeline_signing
