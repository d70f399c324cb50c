-- 期内具备的列入条件及其证据
select
    ground.item,
    ground.because,
    rule.title,
    finding.detail,
    finding.since
from ground
join rule on rule.name = ground.rule
join finding on finding.rule = ground.rule
    and finding.subject_kind = 'project'
    and finding.subject = ground.subject
    and finding.state <> 'cleared'
where ground.ladder = 'differentiated-supervision' and ground.subject = recipient()
order by ground.item, finding.since, finding.case_key
