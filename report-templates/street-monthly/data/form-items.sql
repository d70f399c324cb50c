-- 各<bureau.street>检查表各事项：检查、不符合、期限在本期的和按期整改的
-- basis: R080
with line as (
    select street_id, item_no, 1 as checked, case when result = '不符合' then 1 else 0 end as failed, 0 as due, 0 as in_time
    from small_work_form_line
    where result <> '不涉及'
    union all
    select v.street_id, i.item_no, 0, 0, 1, case when i.rectified_on <= i.due_on then 1 else 0 end
    from small_work_item as i
    join small_work_visit as v on v.check_id = i.check_id
    where i.result = '不符合' and i.due_on >= period_start() and i.due_on < period_end()
)

select
    region.region_name,
    street.street_name,
    f.item,
    sum(l.checked) as checked,
    sum(l.failed) as failed,
    100.0 * sum(l.failed) / nullif(sum(l.checked), 0) as share,
    sum(l.due) as due,
    sum(l.in_time) as in_time
from line as l
join small_work_form as f on f.item_no = l.item_no
join street on street.street_id = l.street_id
join region on region.region_id = street.region_id
group by region.region_name, street.street_id, street.street_name, f.item_no, f.item
order by street.street_id, f.item_no
