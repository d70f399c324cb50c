-- 本期应当告知解除差别化监管的项目；决定以后文书送达台账已有该文书的，不再制发
select
    project.project_id as id,
    project.project_name as name
from supervision_document as document
join project on project.project_id = document.project_id
where document.notice = '差别化监管解除告知单' and not document.told
