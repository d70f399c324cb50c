-- 监督发现的问题线索（一行）：新增、持续、已消除
select
    count(*) filter (where state = 'new') as new_cases,
    count(*) filter (where state = 'continued') as continued_cases,
    count(*) filter (where state = 'cleared') as cleared_cases
from finding
