-- 本季度未开展研判、宣贯的
-- basis: R031, R032, R040
select
    rule.title as rule,
    coalesce(region.region_name, '<bureau.short>') as place,
    finding.detail
from finding
join rule on rule.name = finding.rule
left join region on finding.subject_kind = 'region' and region.region_id = finding.subject
where finding.rule in ('publicity_missing', 'city_publicity_missing', 'city_risk_review_missing')
    and finding.state <> 'cleared'
order by finding.rule, finding.subject
