-- 本期检查、至期末没有登记的工程
-- basis: R071
select
    region.region_name,
    street.street_name,
    finding.since as checked_on,
    finding.case_key as check_id,
    finding.detail
from finding
join street on street.street_id = finding.subject
join region on region.region_id = street.region_id
where finding.rule = 'small_work_check_unregistered' and finding.state <> 'cleared'
order by street.street_id, finding.since, finding.case_key
