-- 所告知的工程、所在<bureau.street>，登记时还没有完成的审查（一行）
-- basis: R075, R076
-- rows: one
select
    w.work_id,
    w.work_name,
    w.registered_on,
    case when w.started_on < period_end() then w.started_on end as started_on,
    street.street_name,
    region.region_name,
    case when w.contract_checked then null else '施工合同' end as contract,
    case when w.firm_checked then null else '企业资质' end as firm,
    case when w.staff_checked then null else '人员资质' end as staff,
    case when w.measures_checked then null else '安全保障措施' end as measures
from small_work as w
join street on street.street_id = w.street_id
join region on region.region_id = street.region_id
where w.work_id = recipient()
