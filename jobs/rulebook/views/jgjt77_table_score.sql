-- 施工企业安全生产评价各评分表得分：JGJ/T 77-2010，期内每家企业最后一次评价的每张表一行
--
-- 逐项扣分，扣到该项满分为止；有缺项的按实评项目折算，得分 = 实得分之和 / 实评项目应得满分之和 × 100。

with evaluations as (
    select
        enterprise_id,
        evaluation_id,
        row_number() over (
            partition by enterprise_id order by max(evaluated_on) desc, evaluation_id desc
        ) as line
    from enterprise_evaluation_item
    where evaluated_on >= period_start() and evaluated_on < period_end()
    group by enterprise_id, evaluation_id
)

select
    d.enterprise_id,
    d.evaluation_id,
    max(d.evaluated_on) as evaluated_on,
    d.table_code,
    s.table_title,
    s.weight,
    sum(s.full_mark) as full_mark,
    sum(s.full_mark - least(d.deducted, s.full_mark)) as got,
    sum(case when d.deducted >= s.full_mark then 1 else 0 end) as zero_items,
    cast(cast(sum(s.full_mark - least(d.deducted, s.full_mark)) * 100 as double) / cast(sum(s.full_mark) as double) as decimal(20, 14)) as score
from enterprise_evaluation_item as d
join evaluations as e on e.evaluation_id = d.evaluation_id and e.enterprise_id = d.enterprise_id and e.line = 1
join jgjt77_item as s on s.table_code = d.table_code and s.item_no = d.item_no
where not d.missing
group by d.enterprise_id, d.evaluation_id, d.table_code, s.table_title, s.weight
