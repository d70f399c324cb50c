-- 差别化监管的决定应当制发的文书：最近一次列入、延期或者解除（judged_cycle 起），told 为决定以后文书送达台账已有该文书
with judged as (
    select
        *,
        row_number() over (partition by subject order by entered_on desc, cycle desc) as place
    from supervision_cycle
    where failed or released
)

select
    d.subject as project_id,
    d.step,
    d.cycle,
    d.because,
    d.measures,
    d.notice,
    j.cycle as judged_cycle,
    j.first_day,
    j.last_day,
    j.confirmed_on,
    j.delivered_on,
    j.evaluated_on,
    j.evaluator,
    exists (
        select 1 from supervision_notice as n
        where n.project_id = d.subject and n.kind = d.notice and n.delivered_on >= j.decided_on
    ) as told
from decision as d
left join judged as j on j.subject = d.subject and j.place = 1
where d.ladder = 'differentiated-supervision'
