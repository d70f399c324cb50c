-- 危险作业罪线索未移交: 判断为危险作业罪线索、过了移交期限至期末仍未移交的，每期列到移交为止
-- finding: refusal_to_transfer
-- subject: project
-- every:   quarter
-- basis:   R038

select
    project_id as subject,
    refusal_id as case_key,
    judged_on as since,
    due,
    concat(
        facts, '，', judged_on, '判断为危险作业罪线索，移交期限', due, '，已逾期', date_diff('day', due, period_end()) - 1, '天未移交'
    ) as detail,
    origin
from crime_clue
where state = '未移交'
