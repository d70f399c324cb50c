-- 考核期项目：期末形象进度 phase 与期内是否施工 active
--
-- 台账只有一行当前状态，所以进度按日期推定；完工预验没有日期，缺日期的也以台账当前状态为准。
-- active：期内至少有一天在施工（已开工、期初未竣工、不是整期停工）。

with stages as (
    select
        p.*,
        p.state = '施工准备' or coalesce(p.started_on >= period_end(), false) as not_begun,
        coalesce(p.completed_on < period_start(), p.state = '竣工') as finished_before,
        coalesce(p.completed_on < period_end(), p.state = '竣工') as finished,
        -- 停工日期在复工日期之后的，是复工后再次停工
        coalesce(p.resumed_on < p.stopped_on or p.resumed_on >= period_end(), true)
            and coalesce(p.stopped_on < period_start(), false) as stopped_throughout,
        coalesce(p.resumed_on < p.stopped_on or p.resumed_on >= period_end(), true)
            and coalesce(p.stopped_on < period_end(), p.state = '停工') as stopped_at_end
    from project as p
)

select
    s.*,
    case
        when s.finished then '竣工'
        when s.not_begun then '施工准备'
        when s.stopped_at_end then '停工'
        when s.state = '完工预验' then '完工预验'
        else '在施'
    end as phase,
    not s.not_begun and not s.finished_before and not s.stopped_throughout as active
from stages as s
