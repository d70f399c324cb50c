-- 期末有逾期事项的地区
select distinct
    region.region_id as id,
    region.region_name as name
from finding
join region on finding.subject_kind = 'region' and region.region_id = finding.subject
where finding.state <> 'cleared' and (finding.due is null or finding.due < period_end() - interval '1' day or (period_is_over() and finding.due < period_end()))
