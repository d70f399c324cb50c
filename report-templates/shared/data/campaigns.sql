-- 进行中的、期内结束的专项行动阶段：各领域排查和销号，只按阶段自己的起止日
-- basis: R092
select
    campaign,
    phase,
    starts_on,
    ends_on,
    state,
    field,
    recorded,
    found,
    closed,
    100.0 * closed / nullif(found, 0) as share,
    carried,
    carried_closed
from campaign_field
order by starts_on, campaign, phase, line
