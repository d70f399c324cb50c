-- 名次区间或得分区间跨过界线的地区：界线、抽样中列入（达到）的百分比
select
    region.region_name,
    substring(line.warning, 1, position('在' in line.warning) - 1) as label,
    cast(round(100 * line.reached) as integer) as share
from line
join region on region.region_id = line.subject
where line.scheme = 'region-monthly'
order by case line.kind when 'first' then 1 when 'last' then 2 else 3 end, label, line.reached desc, line.subject
