-- 列管以来检查报告的问题条目及其验收；检查报告有而整改方案没有列的问题合为一行，条次为空，件数为 pieces
--
-- 经验收合格的 closed_on 为验收日期；有验收日期没有结论的旧台账按合格。

with checks as (
    select s.project_id, s.notice_no, c.check_no, c.checked_on, c.problems, c.origin
    from supervision_stay as s
    join supervision_check as c
        on c.project_id = s.project_id
        and c.checked_on >= coalesce(s.confirmed_on, s.delivered_on)
        and c.checked_on < period_end()
        and coalesce(c.checked_on < s.until, true)
),

planned as (
    select
        check_no,
        count(*) as items
    from rectification_item
    group by check_no
)

select
    c.project_id,
    c.notice_no,
    c.check_no,
    c.checked_on,
    i.item_no,
    i.duty_holder,
    i.problem,
    i.planned_on,
    i.due_on,
    case when i.accepted then i.accepted_on end as accepted_on,
    case when i.accepted then i.accepted_by end as accepted_by,
    case when i.accepted then coalesce(i.result, '合格') end as result,
    case when i.accepted and coalesce(i.result = '合格', true) then i.accepted_on end as closed_on,
    1 as pieces,
    i.origin
from checks as c
join (select *, accepted_on < period_end() as accepted from rectification_item) as i on i.check_no = c.check_no
union all
select
    c.project_id,
    c.notice_no,
    c.check_no,
    c.checked_on,
    cast(null as integer) as item_no,
    cast(null as varchar) as duty_holder,
    '整改方案未列的问题' as problem,
    cast(null as date) as planned_on,
    cast(null as date) as due_on,
    cast(null as date) as accepted_on,
    cast(null as varchar) as accepted_by,
    cast(null as varchar) as result,
    cast(null as date) as closed_on,
    c.problems - coalesce(p.items, 0) as pieces,
    c.origin
from checks as c
left join planned as p on p.check_no = c.check_no
where c.problems > coalesce(p.items, 0)
