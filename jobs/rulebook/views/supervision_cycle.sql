-- 差别化监管各周期的评定：具备的条件、未清零的条目、延期还是解除
--
-- 周期届满之日起才能评定；不再具备条件、检查报告问题全部验收合格、评定结果为解除的，解除（released），此后不再计周期；
-- 仍具备条件的，延期并采取下一步措施（failed）；只是问题未清零或者评定结果为延期的，延期而措施不变；
-- 抽查次数不足是监督机构的问题，不影响解除。第 0 周期是列入。state 是期末的状态，because 是列入、延期或者解除的理由。

with evaluated as (
    select w.*, e.evaluated_on, e.evaluator, e.conclusion, e.measure
    from supervision_window as w
    left join supervision_evaluation as e
        on e.notice_no = w.notice_no
        and e.cycle = w.cycle
        and e.evaluated_on >= w.last_day
        and e.evaluated_on < period_end()
),

conditions as (
    select
        project_id,
        notice_no,
        cycle,
        item,
        min(since) as since,
        min(evidence) as evidence
    from supervision_condition
    group by project_id, notice_no, cycle, item
),

held as (
    select
        project_id,
        notice_no,
        cycle,
        string_agg(item, '' order by item) as items,
        string_agg(concat(item, evidence), '；' order by item) as because
    from conditions
    group by project_id, notice_no, cycle
),

uncleared as (
    select
        e.notice_no,
        e.cycle,
        i.check_no,
        i.item_no,
        i.result,
        i.pieces,
        row_number() over (partition by e.notice_no, e.cycle order by i.check_no, i.item_no) as place
    from evaluated as e
    join parameter as p on p.name = 'supervision_clean_cycle'
    join supervision_item as i
        on i.notice_no = e.notice_no
        and i.checked_on <= e.evaluated_on
        and not coalesce(
            i.closed_on
            <= case when p.value = 1 and i.checked_on < e.first_day then e.first_day else e.evaluated_on end,
            false
        )
),

remaining as (
    select
        notice_no,
        cycle,
        sum(pieces) as items,
        string_agg(
            concat(
                check_no,
                case
                    when item_no is null then concat('有', pieces, '条未列入整改方案')
                    else concat('第', item_no, '条', case when result = '不合格' then '验收不合格' else '未验收' end)
                end
            ),
            '、' order by place
        ) filter (where place <= 3) as named,
        count(*) as places
    from uncleared
    group by notice_no, cycle
),

judged as (
    select
        e.*,
        h.items as held,
        coalesce(r.items, 0) as uncleared,
        case
            when e.cycle = 0 or e.evaluated_on is not null
                then coalesce(h.because, case when e.cycle = 0 then '告知单送达前没有确认记录' end)
        end as conditions,
        '检查报告问题未清零（' || r.named || case when r.places > 3 then '等' else '' end || '，共' || r.items || '条）' as items,
        e.cycle = 0 or (e.evaluated_on is not null and h.items is not null) as failed,
        coalesce(e.conclusion = '解除' and h.items is null and r.items is null, false) as released,
        e.cycle > 0
        and e.evaluated_on is null
        and coalesce(e.last_day < e.until, true)
        and e.last_day + cast(d.value as integer) * interval '1' day < period_end() - interval '1' day as omitted
    from evaluated as e
    join parameter as d on d.name = 'supervision_evaluation_days'
    left join held as h
        on h.project_id = e.project_id and h.notice_no is not distinct from e.notice_no and h.cycle = e.cycle
    left join remaining as r on r.notice_no = e.notice_no and r.cycle = e.cycle
),

numbered as (
    select
        j.*,
        coalesce(
            sum(case when released then 1 else 0 end) over (
                partition by project_id, notice_no
                order by cycle
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as ended
    from judged as j
)

select
    n.project_id as subject,
    n.notice_no,
    n.confirmed_on,
    n.delivered_on,
    coalesce(n.confirmed_on, n.delivered_on) as entered_on,
    n.until as left_on,
    n.cycle,
    n.first_day,
    n.last_day,
    greatest(0, least(n.cycle, cast(m.value as integer)) - 1) as extension,
    n.cycle > m.value as beyond,
    case when n.cycle = 0 then coalesce(n.confirmed_on, n.delivered_on) else n.evaluated_on end as decided_on,
    n.evaluated_on,
    n.evaluator,
    n.conclusion,
    n.measure,
    n.held,
    n.uncleared,
    n.failed,
    n.released,
    case
        when n.cycle = 0 then '列入'
        when n.released then '解除'
        when n.evaluated_on is not null then '延期'
        when n.omitted then '漏评'
        when n.until <= n.last_day then '解除'
        when n.last_day < period_end() then '待评定'
        else '监管中'
    end as state,
    case
        when n.released then null
        when n.omitted then concat('第', n.cycle, '周期', n.last_day, '届满，期限内未评定（漏评）')
        else coalesce(n.conditions || '；' || n.items, n.conditions, n.items, '评定结果为' || n.conclusion)
    end as because,
    n.origin
from numbered as n
join parameter as m on m.name = 'supervised_months_most'
where n.ended = 0
