-- 考核不合格、列入重点监管的安全生产管理人员：一个企业一次考核一行，只写人数和准考证号，不写姓名
-- basis: R050
select
    e.enterprise_name,
    f.since as held_on,
    count(*) as persons,
    string_agg(f.case_key, '、' order by f.case_key) as candidates
from finding as f
join enterprise as e on e.enterprise_id = f.subject
where f.rule = 'exam_failed' and f.state <> 'cleared'
group by e.enterprise_id, e.enterprise_name, f.since
order by e.enterprise_id, f.since
