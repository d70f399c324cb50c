-- 考核不合格、列入重点监管的安全生产管理人员
-- basis: R050
select
    e.enterprise_name,
    f.case_key as candidate,
    f.since as held_on,
    f.detail
from finding as f
join enterprise as e on e.enterprise_id = f.subject
where f.rule = 'exam_failed' and f.state <> 'cleared'
order by f.subject, f.case_key
