-- 事故及其等级：按死亡人数与重伤人数中较高的一档，“以上”含本数，“以下”不含本数

with reached as (
    select
        a.accident_id,
        l.level,
        l.order_no,
        row_number() over (partition by a.accident_id order by l.order_no desc) as place
    from accident as a
    join accident_level as l on a.deaths >= l.deaths_from or a.injuries >= l.injuries_from
)

select
    a.*,
    r.level,
    r.order_no
from accident as a
join reached as r on r.accident_id = a.accident_id and r.place = 1
