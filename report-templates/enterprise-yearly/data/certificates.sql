-- 电子证照换发情况，按证照类别
-- basis: R059
select
    c.kind,
    count(*) as certificates,
    count(*) filter (where c.electronic_on <= d.due_on and c.electronic_on < period_end()) as converted,
    cast(
        100.0 * count(*) filter (where c.electronic_on <= d.due_on and c.electronic_on < period_end()) / count(*)
        as decimal(6, 2)
    ) as share
from certificate as c
join duty_day as d on d.name = 'electronic_certificate_due'
where c.issued_on < period_end()
group by c.kind
order by c.kind
