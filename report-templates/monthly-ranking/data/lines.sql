-- 名次区间或得分区间跨线的县（市、区）
select
    region.region_name,
    line.line,
    line.kind,
    line.warning
from line
join region on region.region_id = line.subject
where line.scheme = 'region-monthly'
order by case line.kind when 'first' then 1 when 'last' then 2 else 3 end, line.line, line.reached desc, line.subject
