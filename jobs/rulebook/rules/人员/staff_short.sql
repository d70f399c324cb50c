-- 安全和监理人员未足额配备: 期末在施项目的专职安全员或监理人员在岗人数少于按规模应配的人数
--
-- finding: staff_short
-- subject: project
-- basis:   R047

select
    project_id as subject,
    role as case_key,
    cast(null as date) as since,
    cast(null as date) as due,
    concat(
        measure,
        case measure when '建筑面积' then concat(cast(size as integer), '平方米') else concat(cast(size as integer), '万元') end,
        '，应配',
        role,
        required,
        '人，期末在岗',
        present,
        '人，缺',
        required - present,
        '人'
    ) as detail,
    origin
from staff_complement
where present < required
