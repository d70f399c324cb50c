-- 提请警示的风险企业: 对亡人事故负主要或者同等责任，或者约谈、记分达到参数所定数量的施工企业，提请列为安全管理风险企业
-- finding: risk_warning_enterprise
-- subject: enterprise
-- every:   quarter
-- basis:   R008

select
    l.enterprise_id as subject,
    l.accident_id as case_key,
    l.determined_on as since,
    cast(null as date) as due,
    concat(p.project_name, cast(a.occurred_at as date), '事故死亡', a.deaths, '人，', l.determined_on, '认定负', l.degree) as detail,
    l.origin
from accident_liability as l
join accident as a on a.accident_id = l.accident_id and a.deaths > 0
join project as p on p.project_id = a.project_id
where l.degree in ('主要责任', '同等责任') and l.determined_on >= period_start() and l.determined_on < period_end()
union all
select
    r.enterprise_id,
    '约谈',
    cast(null as date),
    cast(null as date),
    concat('十二个月内被约谈', r.interviews, '次'),
    r.origin
from enterprise_record as r
join parameter as p on p.name = 'risk_enterprise_interviews'
where r.interviews >= p.value
union all
select
    r.enterprise_id,
    '记分',
    cast(null as date),
    cast(null as date),
    concat('十二个月内记分', cast(r.points as integer), '分'),
    r.origin
from enterprise_record as r
join parameter as p on p.name = 'risk_enterprise_points'
where r.points >= p.value
