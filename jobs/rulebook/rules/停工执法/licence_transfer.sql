-- 安全生产许可证处理转办: 不再具备安全生产条件或者发生亡人事故的施工企业，依法转办暂扣或吊销建议
--
-- finding: licence_transfer
-- subject: enterprise
-- every:   [month, quarter]
-- basis:   R007
--
-- 不再具备条件：最近一次核查不符合，复核仍不符合。
-- 十二个月内再次发生亡人事故的增加暂扣天数，超过上限或者达到次数的建议吊销。

with

latest as (
    select
        *,
        row_number() over (partition by enterprise_id, item order by checked_on desc, check_id desc) as line
    from condition_check
    where checked_on < period_end()
),

fatal as (
    select
        p.contractor_id,
        p.project_name,
        a.accident_id,
        cast(a.occurred_at as date) as occurred_on,
        a.deaths,
        (
            select max(l.order_no)
            from accident_level as l
            where a.deaths >= l.deaths_from or a.injuries >= l.injuries_from
        ) as order_no,
        (
            select count(*)
            from accident as b
            join project as q on q.project_id = b.project_id
            where q.contractor_id = p.contractor_id
                and b.deaths > 0
                and b.occurred_at > a.occurred_at - interval '12' month
                and (b.occurred_at < a.occurred_at or b.occurred_at = a.occurred_at and b.accident_id <= a.accident_id)
        ) as times,
        a.origin
    from accident as a
    join project as p on p.project_id = a.project_id
    where a.deaths > 0 and a.occurred_at >= period_start() and a.occurred_at < period_end()
),

days as (
    select
        f.*,
        l.level,
        cast(l.suspend_least + case when f.times > 1 then m.value else 0 end as integer) as days_least,
        cast(l.suspend_most + case when f.times > 1 then n.value else 0 end as integer) as days_most,
        cast(u.value as integer) as most,
        f.times >= r.value or l.suspend_least is null as revoked
    from fatal as f
    join accident_level as l on l.order_no = f.order_no
    join parameter as m on m.name = 'second_accident_least'
    join parameter as n on n.name = 'second_accident_most'
    join parameter as u on u.name = 'suspension_limit'
    join parameter as r on r.name = 'revoking_accidents'
)

select
    c.enterprise_id as subject,
    c.item as case_key,
    c.checked_on as since,
    c.due_on as due,
    concat(c.item, '不符合安全生产条件，', c.rechecked_on, '复核仍不符合，建议暂扣安全生产许可证') as detail,
    c.origin
from latest as c
where c.line = 1 and not c.met and not c.recheck_met and c.rechecked_on < period_end()
union all
select
    d.contractor_id,
    d.accident_id,
    d.occurred_on,
    cast(null as date),
    concat(
        d.project_name,
        d.occurred_on,
        '发生',
        d.level,
        '事故，死亡',
        d.deaths,
        '人',
        case when d.times > 1 then concat('，十二个月内第', d.times, '起') else '' end,
        case
            when d.revoked or d.days_least > d.most then '，建议吊销安全生产许可证'
            else concat('，建议暂扣安全生产许可证', d.days_least, '至', least(d.days_most, d.most), '日')
        end
    ),
    d.origin
from days as d
