-- 列管项目在各周期具备的条件及其证据：经确认的、评定认定仍具备的、周期内的通报批评和亡人事故
--
-- （五）（六）只看周期内的通报和事故：以前的通报和事故不使条件延续，评定也不能。
-- 第 0 周期为列入时确认的条件。

with judged as (
    select notice_no, cycle, evaluated_on, evaluator, '（一）' as item, origin
    from supervision_evaluation where item_1 = '具备'
    union all
    select notice_no, cycle, evaluated_on, evaluator, '（二）' as item, origin
    from supervision_evaluation where item_2 = '具备'
    union all
    select notice_no, cycle, evaluated_on, evaluator, '（三）' as item, origin
    from supervision_evaluation where item_3 = '具备'
    union all
    select notice_no, cycle, evaluated_on, evaluator, '（四）' as item, origin
    from supervision_evaluation where item_4 = '具备'
),

facts as (
    select
        '确认' as kind,
        project_id,
        cast(null as varchar) as notice_no,
        cast(null as integer) as cycle,
        item,
        confirmed_on as since,
        confirmed_by as judge,
        coalesce(record_no, confirmation_no) as record_no,
        concat(confirmed_on, '经', confirmed_by, '确认', coalesce('：' || facts, '')) as evidence,
        origin
    from supervision_confirmation
    where conclusion = '确认'
    union all
    select
        '评定' as kind,
        n.project_id,
        j.notice_no,
        j.cycle,
        j.item,
        j.evaluated_on as since,
        j.evaluator as judge,
        concat(j.notice_no, '第', j.cycle, '周期评定') as record_no,
        concat(j.evaluated_on, '评定仍具备（', j.evaluator, '）') as evidence,
        j.origin
    from judged as j
    join supervision_notice as n on n.notice_no = j.notice_no
    union all
    select
        '通报' as kind,
        project_id,
        cast(null as varchar) as notice_no,
        cast(null as integer) as cycle,
        '（五）' as item,
        issued_on as since,
        issuer as judge,
        criticism_no as record_no,
        concat(issued_on, '被', issuer, '通报批评（', criticism_no, '）', coalesce('：' || reason, '')) as evidence,
        origin
    from project_criticism
    union all
    select
        '事故' as kind,
        project_id,
        cast(null as varchar) as notice_no,
        cast(null as integer) as cycle,
        '（六）' as item,
        cast(occurred_at as date) as since,
        cast(null as varchar) as judge,
        accident_id as record_no,
        concat(cast(occurred_at as date), kind, '事故，死亡', deaths, '人') as evidence,
        origin
    from accident
    where deaths > 0
)

select
    w.project_id,
    w.notice_no,
    w.cycle,
    f.item,
    f.since,
    f.judge,
    f.record_no,
    f.evidence,
    f.origin
from supervision_window as w
join facts as f
    on f.project_id = w.project_id
    and f.since < period_end()
    and case
        when f.kind = '评定' then f.notice_no = w.notice_no and f.cycle = w.cycle and f.since >= w.last_day
        else f.since >= w.first_day
            and coalesce(f.since <= w.last_day, true)
            and case
                when w.cycle = 0 then f.kind = '确认'
                else f.kind in ('通报', '事故') or f.item not in ('（五）', '（六）')
            end
    end
