-- 被告知的项目、最近一次评定和评定结果
select
    project.project_name,
    project.permit_no,
    enterprise.enterprise_name,
    project.supervisor,
    region.region_name,
    street.street_name,
    document.*
from supervision_document as document
join project on project.project_id = document.project_id
join enterprise on enterprise.enterprise_id = project.contractor_id
join street on street.street_id = project.street_id
join region on region.region_id = project.region_id
where document.project_id = recipient()
