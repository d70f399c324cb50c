-- 检查评分汇总表分项得分：JGJ 59-2011，每次检查的每个分项一行
--
-- 4.0.3 脚手架、物料提升机与施工升降机、塔式起重机与起重吊装等有多张表的，取算术平均；
-- 4.0.4 汇总表分项得分 A1 = B × C / 100。

with sections as (
    select
        inspection_id,
        project_id,
        inspected_on,
        section,
        section_full,
        count(*) as tables,
        sum(case when score = 0 then 1 else 0 end) as zero_tables,
        cast(cast(sum(score) as double) / cast(count(*) as double) as decimal(20, 14)) as score
    from jgj59_table_score
    group by inspection_id, project_id, inspected_on, section, section_full
)

select
    *,
    cast(cast(section_full as decimal(10, 4)) * score as double) / cast(100 as double) as mark
from sections
