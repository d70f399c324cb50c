-- 本季度各项检查重点：应查项目、已查、未查、问题和整改；没有查过的不算比例
-- basis: R025, R026, R027, R028
with sites as (
    select item_code, count(*) as projects, count(*) filter (where times > 0) as done
    from key_item_project
    group by item_code
),

problems as (
    select
        item_code,
        count(*) filter (where inspected_on >= period_start() and inspected_on < period_end()) as problems,
        count(*) filter (where due_on >= period_start() and due_on < period_end()) as due,
        count(*) filter (where due_on >= period_start() and due_on < period_end() and rectified_on <= due_on) as in_time
    from key_item_problem
    group by item_code
)

select
    k.line,
    k.kind,
    k.point,
    k.scope,
    coalesce(s.projects, 0) as projects,
    coalesce(s.done, 0) as done,
    coalesce(s.projects - s.done, 0) as missing,
    case when s.done > 0 then 100.0 * s.done / s.projects end as share,
    case when k.kind = '检查' then coalesce(p.problems, 0) end as problems,
    case when k.kind = '检查' then coalesce(p.due, 0) end as due,
    100.0 * p.in_time / nullif(p.due, 0) as on_time
from key_point as k
left join sites as s on s.item_code = k.item_code
left join problems as p on p.item_code = k.item_code
where k.quarter = extract(quarter from period_start()) and (
        (k.kind = '检查' and exists (select 1 from ledger_since where dataset = 'item_check'))
        or (k.kind = '宣传教育' and exists (select 1 from ledger_since where dataset = 'publicity'))
    )
order by k.line
