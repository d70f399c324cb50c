-- 本期用到而未与标准原文核对的分值与限值（一行）：评分表与项目数，超标限值的设备类别
with marks as (
    select distinct d.table_code, d.item_no
    from inspection as i
    join inspection_item as d on d.inspection_id = i.inspection_id
    join jgj59_item as m on m.table_code = d.table_code and m.item_no = d.item_no
    where i.inspected_on >= period_start() and i.inspected_on < period_end()
        and not d.missing and m.confidence <> 'confirmed'
),

limits as (
    select l.kind
    from monitoring_limit as l
    where l.confidence <> 'confirmed'
        and exists (select 1 from device_in_service as d where d.kind = l.kind)
)

select
    (select count(distinct table_code) from marks) as tables,
    (select count(*) from marks) as items,
    (select string_agg(kind, '、' order by kind) from limits) as kinds
