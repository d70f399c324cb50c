-- 重点检查企业: 生产安全事故频发或者安全生产管理薄弱的施工企业，逐条列明入选依据
-- finding: key_inspection_enterprise
-- subject: enterprise
-- every:   quarter
-- basis:   R006
--
-- 事故频发：期内发生亡人事故，或者十二个月内事故达到参数所定起数；
-- 管理薄弱：十二个月内记分达到参数所定分值，或者期末有重大隐患逾期未整改达到参数所定处数。

select
    r.enterprise_id as subject,
    '事故频发' as case_key,
    cast(null as date) as since,
    cast(null as date) as due,
    concat('十二个月内发生事故', r.accidents, '起，死亡', r.deaths, '人，其中本期死亡', r.deaths_in_period, '人') as detail,
    r.origin
from enterprise_record as r
join parameter as p on p.name = 'key_enterprise_accidents'
where r.accidents >= p.value or r.deaths_in_period > 0
union all
select
    r.enterprise_id,
    '管理薄弱（记分）',
    cast(null as date),
    cast(null as date),
    concat('十二个月内记分', cast(r.points as integer), '分'),
    r.origin
from enterprise_record as r
join parameter as p on p.name = 'key_enterprise_points'
where r.points >= p.value
union all
select
    r.enterprise_id,
    '管理薄弱（重大隐患）',
    cast(null as date),
    cast(null as date),
    concat('期末重大隐患逾期未整改', r.overdue_major_hazards, '处'),
    r.origin
from enterprise_record as r
join parameter as p on p.name = 'key_enterprise_overdue_hazards'
where r.overdue_major_hazards >= p.value
