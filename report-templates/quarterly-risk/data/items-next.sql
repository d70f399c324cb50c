-- 下季度检查重点对应的JGJ 59检查项目，附上年同期的扣分情况
-- basis: R025, R026, R027, R028
with checked as (
    select
        d.table_code,
        d.item_no,
        count(*) as checked,
        count(*) filter (where d.deducted > 0) as deducted,
        avg(d.deducted) as lost
    from inspection_item as d
    join inspection as i on i.inspection_id = d.inspection_id
    where not d.missing
        and i.inspected_on >= period_start() - interval '9' month
        and i.inspected_on < period_start() - interval '6' month
    group by d.table_code, d.item_no
)

select
    k.point,
    j.table_name,
    j.item_name,
    case j.item_kind when 'guarantee' then '保证项目' when 'general' then '一般项目' else '不分' end as item_kind,
    j.full_mark,
    case when l.since <= period_start() - interval '9' month then coalesce(c.checked, 0) end as checked,
    case when l.since <= period_start() - interval '9' month then coalesce(c.deducted, 0) end as deducted,
    100.0 * c.deducted / nullif(c.checked, 0) as share,
    c.lost
from key_point as k
join jgj59_item as j on j.section = k.section and (k.item_name is null or j.item_name = k.item_name)
left join ledger_since as l on l.dataset = 'inspection_item'
left join checked as c on c.table_code = j.table_code and c.item_no = j.item_no
where k.quarter = extract(quarter from period_start() + interval '3' month)
order by k.line, length(j.table_code), j.table_code, j.item_no
