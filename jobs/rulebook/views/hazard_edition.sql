-- 重大隐患，及发现之日施行的判定标准与台账所写的判定依据
--
-- judged：台账写有判定依据，且是当时施行的一版中确有的条款。

with edition as (
    select edition, document, min(valid_from) as valid_from, max(coalesce(valid_to, date '9999-12-31')) as valid_to
    from major_hazard_item
    group by edition, document
)

select
    h.hazard_id,
    h.project_id,
    h.category,
    h.found_on,
    h.closed_on,
    e.edition,
    e.document,
    j.edition as judged_edition,
    j.article,
    j.item_no,
    i.code,
    i.item,
    coalesce(i.edition = e.edition, false) as judged,
    h.origin
from hazard as h
left join edition as e on h.found_on >= e.valid_from and h.found_on <= e.valid_to
left join hazard_judgement as j on j.hazard_id = h.hazard_id
left join major_hazard_item as i on i.edition = j.edition and i.article = j.article and i.item_no = j.item_no
where h.grade = '重大'
