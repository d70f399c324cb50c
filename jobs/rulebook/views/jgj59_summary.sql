-- 建筑施工安全检查评分汇总：JGJ 59-2011，每次检查一行
--
-- 4.0.3 汇总表有缺项的分项不计，总分 = 实查分项得分之和 / 实查分项应得满分之和 × 100。
-- 5.0.2 优良：无零分表且总分不低于80；合格：无零分表且总分不低于70；其余不合格。（1999年版的例外已废止。）

with totals as (
    select
        inspection_id,
        project_id,
        inspected_on,
        sum(zero_tables) as zero_tables,
        sum(section_full) as full_mark,
        cast(cast(sum(cast(mark as decimal(20, 14))) * 100 as double) / cast(sum(section_full) as double) as decimal(18, 10)) as total
    from jgj59_section_score
    group by inspection_id, project_id, inspected_on
)

select
    *,
    case
        when zero_tables = 0 and total >= 80 then '优良'
        when zero_tables = 0 and total >= 70 then '合格'
        else '不合格'
    end as grade
from totals
