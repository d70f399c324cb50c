-- 安管人员考核：期末以前每人最近一次的成绩，是否合格，是否列为重点监管（至补考合格；参数写明月数的，最多列满月数）
--
-- 没有人员编号的以准考证号区分。

select
    x.*,
    x.score >= p.value as passed,
    x.score < p.value
        and (m.value = 0 or x.held_on >= period_end() - cast(m.value as integer) * interval '1' month) as listed
from (
    select
        *,
        row_number() over (partition by coalesce(manager_id, candidate) order by held_on desc, exam_id desc) as line
    from exam_result
    where held_on < period_end()
) as x
join parameter as p on p.name = 'exam_pass'
join parameter as m on m.name = 'exam_listing_months'
where x.line = 1
