-- 评价评分项目及其满分的核实情况
select
    i.table_code,
    i.table_title,
    i.item_no,
    i.item_name,
    i.full_mark,
    i.zero_rule,
    case i.confidence
        when 'confirmed' then '已核实'
        when 'memory' then '未与标准原文核对'
        else '不得分情形已核实，分值未与标准原文核对'
    end as confidence
from jgjt77_item as i
order by i.table_code, i.item_no
