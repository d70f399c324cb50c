-- 本期应当发挂牌督办通知书、超期通知书的重大隐患
select
    decision.subject as id,
    major_hazard.hazard_name as name
from decision
join major_hazard on major_hazard.hazard_id = decision.subject
where decision.ladder = 'listed-hazard-supervision' and decision.notice is not null
