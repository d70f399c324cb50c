-- 安全生产许可证处理建议转办单：一个企业一件，逐项列出复核仍不符合的条件，转办与上级答复；另列待复查和应核查
-- 应核查：列为重点检查对象（R006，界限见参数）以后还没有核查安全生产条件的企业
-- basis: R007
with sent as (
    select enterprise_id, transferred_on, case_no, answered_on, answer
    from licence_case
    where transferred_on >= period_start() and transferred_on < period_end()
),

stated as (
    select f.rule, f.subject, f.case_key, f.since, f.due, f.detail
    from finding as f
    where f.rule in ('licence_transfer', 'condition_recheck_due') and f.state <> 'cleared'
    union all
    select max(f.rule), f.subject, '应核查', min(f.since), null, concat('列为重点检查对象：', string_agg(f.detail, '；' order by f.case_key))
    from finding as f
    where f.rule = 'key_inspection_enterprise' and f.state <> 'cleared'
    group by f.subject
    having not exists (
        select 1
        from condition_check as c
        where c.enterprise_id = f.subject and c.checked_on >= min(f.since) and c.checked_on < period_end()
    )
)

select
    dense_rank() over (
        order by case f.rule when 'licence_transfer' then 1 when 'condition_recheck_due' then 2 else 3 end, f.subject
    ) as line,
    e.enterprise_name,
    e.licence_no,
    e.licence_expires_on,
    case
        when f.rule = 'condition_recheck_due' then '待复查'
        when f.rule <> 'licence_transfer' then '应核查'
        when s.case_no is null then '未转办'
        else '已转办'
    end as state,
    f.since,
    f.due,
    f.detail,
    s.transferred_on,
    s.case_no,
    case when s.answered_on < period_end() then concat(s.answered_on, s.answer) end as answer
from stated as f
join enterprise as e on e.enterprise_id = f.subject
left join sent as s on s.enterprise_id = f.subject and f.rule = 'licence_transfer'
order by line, f.case_key
