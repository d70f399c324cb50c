-- 分项检查评分表得分：JGJ 59-2011，每次检查的每张表一行
--
-- 4.0.3 按项扣分，扣到该项满分为止；保证项目有一项得零分，或保证项目小计不足40分，该表得零分；
-- 有缺项时按实查项目折算，A2 = D / E × 100；保证项目有缺项时，小计实得分与应得分之比不足40/60（66.7%）得零分。
-- 缺项与未填写的项目都不计入应得分。比值用整数相乘比较，不受除法舍入影响。

with checked as (
    select
        i.inspection_id,
        i.project_id,
        i.inspected_on,
        d.table_code,
        d.instance,
        s.section,
        s.section_full,
        s.item_kind,
        s.full_mark,
        s.full_mark - least(d.deducted, s.full_mark) as got
    from inspection_item as d
    join inspection as i on i.inspection_id = d.inspection_id
    join jgj59_item as s on s.table_code = d.table_code and s.item_no = d.item_no
    where not d.missing
),

sums as (
    select
        inspection_id,
        project_id,
        inspected_on,
        table_code,
        instance,
        section,
        section_full,
        sum(full_mark) as full_mark,
        sum(got) as got,
        sum(case when item_kind = 'guarantee' then full_mark else 0 end) as guarantee_full,
        sum(case when item_kind = 'guarantee' then got else 0 end) as guarantee_got,
        sum(case when item_kind = 'guarantee' and got = 0 then 1 else 0 end) as guarantee_zeros
    from checked
    group by inspection_id, project_id, inspected_on, table_code, instance, section, section_full
)

select
    *,
    case
        when guarantee_zeros > 0 then '保证项目有一项得零分'
        when guarantee_got * 3 < guarantee_full * 2 then '保证项目小计不足40/60'
    end as zero_because,
    case
        when guarantee_zeros > 0 or guarantee_got * 3 < guarantee_full * 2 then 0
        else cast(cast(got * 100 as double) / cast(full_mark as double) as decimal(20, 14))
    end as score
from sums
