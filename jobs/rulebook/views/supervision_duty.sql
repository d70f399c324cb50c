-- 各项监管措施的落实：评定后应采取的每一项由谁、何时决定、期限、完成日期和结果
--
-- 应采取的措施见 reference/supervision-measure.csv；曝光的期限自全区通报之日起算，通报前没有期限。
-- 高限处罚以每项违法行为的罚款达到法定上限的规定比例为完成，比例见参数 supervision_penalty_share。

with done as (
    select
        m.notice_no,
        m.kind,
        coalesce(m.party, '监督机构') as party,
        m.ordered_on,
        case when m.done_on < period_end() then m.done_on end as done_on,
        coalesce(m.no_group, false) as no_group,
        m.kind <> '高限处罚' or coalesce(m.amount >= cast(m.amount_most * p.value as double) / cast(100 as double), false) as full_measure,
        concat(
            coalesce(m.document_no, ''),
            coalesce(' ' || m.people, ''),
            coalesce(concat(' ', m.offence), ''),
            case
                when m.amount is not null
                    then concat(' 罚款', cast(m.amount as integer), '元（上限', cast(m.amount_most as integer), '元）')
                else ''
            end,
            case when m.days is not null then concat(' 驻场', m.days, '天、发现问题', coalesce(m.problems, 0), '条') else '' end,
            case when m.ended_on < period_end() then concat(' 至', m.ended_on) else '' end,
            coalesce(concat(' ', m.address), '')
        ) as detail,
        m.origin
    from supervision_measure as m
    join parameter as p on p.name = 'supervision_penalty_share'
    where m.ordered_on < period_end()
),

gathered as (
    select
        notice_no,
        kind,
        party,
        min(ordered_on) as ordered_on,
        case when bool_and(done_on is not null) then max(done_on) end as done_on,
        bool_and(no_group) as no_group,
        bool_and(full_measure) as full_measure,
        string_agg(trim(detail), '；' order by ordered_on, origin) as detail,
        max(origin) as origin
    from done
    group by notice_no, kind, party
),

obliged as (
    select
        c.subject as project_id,
        c.notice_no,
        c.cycle,
        c.decided_on,
        c.left_on,
        d.kind,
        d.party,
        d.basis,
        d.after_cycles,
        cast(
            case when d.counted_from = '评定' then c.decided_on else r.done_on end
            + cast(p.value as integer) * interval '1' day as date
        ) as due_on,
        c.origin
    from supervision_cycle as c
    join supervision_measure_due as d on d.after_cycles = c.cycle
    join parameter as p on p.name = d.limit_name
    left join gathered as r on r.notice_no = c.notice_no and r.kind = '全区通报'
    where c.failed
)

select
    o.project_id,
    o.notice_no,
    o.cycle,
    o.decided_on,
    o.left_on,
    o.kind,
    o.party,
    o.basis,
    o.after_cycles,
    o.due_on,
    g.ordered_on,
    g.done_on,
    nullif(g.detail, '') as detail,
    case
        when g.no_group then '无集团公司'
        when g.done_on is not null and not g.full_measure then '未达高限'
        when g.done_on <= o.due_on then '已落实'
        when g.done_on is not null then '逾期落实'
        when o.due_on < period_end() - interval '1' day then '未落实'
        when o.due_on is null then '待通报'
        else '未到期'
    end as result,
    coalesce(g.origin, o.origin) as origin
from obliged as o
left join gathered as g on g.notice_no = o.notice_no and g.kind = o.kind and g.party = o.party
