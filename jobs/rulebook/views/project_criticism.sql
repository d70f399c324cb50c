-- 构成差别化监管条件（五）的通报批评：人民政府和行业主管部门的，本机构作为监管措施发出的通报除外
select c.*
from circulated_criticism as c
where c.issuer_kind <> '其他机构'
    and not exists (
        select 1 from supervision_notice as n
        where n.project_id = c.project_id and n.kind = '差别化监管通报' and n.notice_no = c.criticism_no
    )
    and not exists (
        select 1
        from supervision_measure as m
        join supervision_notice as n on n.notice_no = m.notice_no
        where n.project_id = c.project_id and m.kind = '全区通报' and m.document_no = c.criticism_no
    )
