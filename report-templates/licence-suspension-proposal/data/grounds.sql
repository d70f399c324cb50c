-- 期内新发生的情形
select
    ground.because,
    finding.detail
from ground
join finding on finding.rule = ground.rule
    and finding.subject_kind = 'project'
    and finding.subject = ground.subject
    and finding.state <> 'cleared'
    and finding.since >= period_start()
where ground.ladder = 'licence-suspension' and ground.subject = recipient()
order by ground.item, finding.since, finding.case_key
