-- 考核期项目：期末形象进度 phase 与期内是否施工 active
--
-- 台账只有一行当前状态，所以进度按日期推定；完工预验没有日期，以台账当前状态为准。
-- active：期内至少有一天在施工（已开工、期初未竣工、不是整期停工）。

with

stages as (
    select
        p.*,
        p.state = '施工准备' or p.started_on is null or p.started_on >= period_end() as not_begun,
        p.completed_on < period_start() or (p.completed_on is null and p.state = '竣工') as finished_before,
        p.completed_on < period_end() or (p.completed_on is null and p.state = '竣工') as finished,
        -- 停工日期在复工日期之后的，是复工后再次停工
        p.stopped_on < period_start()
            and (p.resumed_on is null or p.resumed_on < p.stopped_on or p.resumed_on >= period_end())
            as stopped_throughout,
        p.stopped_on < period_end()
            and (p.resumed_on is null or p.resumed_on < p.stopped_on or p.resumed_on >= period_end())
            as stopped_at_end
    from project as p
)

select
    s.*,
    case
        when s.finished then '竣工'
        when s.not_begun then '施工准备'
        when s.stopped_at_end or (s.state = '停工' and s.stopped_on is null) then '停工'
        when s.state = '完工预验' then '完工预验'
        else '在施'
    end as phase,
    not s.not_begun and not coalesce(s.finished_before, false) and not coalesce(s.stopped_throughout, false) as active
from stages as s
