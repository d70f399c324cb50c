-- 零登记街道名单，附年内零登记的月数
-- basis: R074
with months as (
    select subject, count(*) as months
    from history_observation
    where indicator = 'small_works_registered' and subject_kind = 'street' and value = 0
        and period_start >= year_start() and period_start <= period_start()
    group by subject
)

select
    region.region_name,
    street.street_name,
    coalesce(months.months, 1) as months,
    finding.detail
from finding
join street on street.street_id = finding.subject
join region on region.region_id = street.region_id
left join months on months.subject = finding.subject
where finding.rule = 'street_silent' and finding.state <> 'cleared'
order by months desc, street.street_id
