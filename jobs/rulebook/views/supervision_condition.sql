-- 列管项目在各周期具备的条件及其证据：经确认的、评定认定仍具备的、周期内的通报批评和亡人事故
--
-- （五）（六）只看周期内的通报和事故：以前的通报和事故不使条件延续，评定也不能。
-- 第 0 周期为列入时确认的条件。

with

judged as (
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
)

select
    w.project_id,
    w.notice_no,
    w.cycle,
    c.item,
    c.confirmed_on as since,
    c.confirmed_by as judge,
    coalesce(c.record_no, c.confirmation_no) as record_no,
    concat(c.confirmed_on, '经', c.confirmed_by, '确认', coalesce('：' || c.facts, '')) as evidence,
    c.origin
from supervision_window as w
join supervision_confirmation as c
    on c.project_id = w.project_id
    and c.conclusion = '确认'
    and c.confirmed_on >= w.first_day
    and c.confirmed_on < period_end()
    and coalesce(c.confirmed_on <= w.last_day, true)
where w.cycle = 0 or c.item not in ('（五）', '（六）')
union all
select
    w.project_id,
    w.notice_no,
    w.cycle,
    j.item,
    j.evaluated_on as since,
    j.evaluator as judge,
    concat(w.notice_no, '第', w.cycle, '周期评定') as record_no,
    concat(j.evaluated_on, '评定仍具备（', j.evaluator, '）') as evidence,
    j.origin
from supervision_window as w
join judged as j
    on j.notice_no = w.notice_no
    and j.cycle = w.cycle
    and j.evaluated_on >= w.last_day
    and j.evaluated_on < period_end()
union all
select
    w.project_id,
    w.notice_no,
    w.cycle,
    '（五）' as item,
    c.issued_on as since,
    c.issuer as judge,
    c.criticism_no as record_no,
    concat(c.issued_on, '被', c.issuer, '通报批评（', c.criticism_no, '）', coalesce('：' || c.reason, '')) as evidence,
    c.origin
from supervision_window as w
join project_criticism as c
    on c.project_id = w.project_id
    and c.issued_on between w.first_day and w.last_day
    and c.issued_on < period_end()
where w.cycle > 0
union all
select
    w.project_id,
    w.notice_no,
    w.cycle,
    '（六）' as item,
    cast(a.occurred_at as date) as since,
    cast(null as varchar) as judge,
    a.accident_id as record_no,
    concat(cast(a.occurred_at as date), a.kind, '事故，死亡', a.deaths, '人') as evidence,
    a.origin
from supervision_window as w
join accident as a
    on a.project_id = w.project_id
    and a.deaths > 0
    and cast(a.occurred_at as date) between w.first_day and w.last_day
    and a.occurred_at < period_end()
where w.cycle > 0
