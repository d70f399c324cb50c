-- 每年固定的截止日：单位为“月日”的参数（531即5月31日）在考核期所在年度的日期

select
    name,
    cast(
        concat(
            extract(year from year_start()),
            '-',
            substring(cast(cast(10000 + value as integer) as varchar), 2, 2),
            '-',
            substring(cast(cast(10000 + value as integer) as varchar), 4, 2)
        ) as date
    ) as due_on
from parameter
where unit = '月日'
