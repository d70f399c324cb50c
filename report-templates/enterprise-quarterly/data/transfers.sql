-- 安全生产许可证处理建议转办单：一个企业一件，逐项列出复核仍不符合的条件，转办与上级答复；另列待复查
-- basis: R007
with sent as (
    select enterprise_id, transferred_on, case_no, answered_on, answer
    from licence_case
    where transferred_on >= period_start() and transferred_on < period_end()
)

select
    dense_rank() over (order by case f.rule when 'licence_transfer' then 1 else 2 end, f.subject) as line,
    e.enterprise_name,
    e.licence_no,
    e.licence_expires_on,
    case
        when f.rule <> 'licence_transfer' then '待复查'
        when s.case_no is null then '未转办'
        else '已转办'
    end as state,
    f.since,
    f.due,
    f.detail,
    s.transferred_on,
    s.case_no,
    case when s.answered_on < period_end() then concat(s.answered_on, s.answer) end as answer
from finding as f
join enterprise as e on e.enterprise_id = f.subject
left join sent as s on s.enterprise_id = f.subject and f.rule = 'licence_transfer'
where f.rule in ('licence_transfer', 'condition_recheck_due') and f.state <> 'cleared'
order by line, f.case_key
