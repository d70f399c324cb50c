-- 黑榜：得分最低的十个项目及主要扣分项
with indicator_title (indicator, title) as (
    values
        ('jgj59_score', '现场检查评分低'),
        ('self_assessment_on_time', '自评未按时报送'),
        ('inspection_coverage', '检查覆盖不足'),
        ('hazard_closure', '隐患未销号'),
        ('hazard_on_time', '隐患整改超期'),
        ('overdue_major_hazards', '重大隐患逾期'),
        ('stop_order_compliance', '违反停工令'),
        ('attendance_manager', '项目经理到岗不足'),
        ('attendance_supervisor', '总监到岗不足'),
        ('attendance_safety_officer', '安全员到岗不足'),
        ('device_online', '监测设备离线'),
        ('exceedance_hours', '监测数据超限'),
        ('alarm_response', '报警处置不及时'),
        ('accidents', '发生事故'),
        ('fatalities', '发生亡人事故')
),

worst as (
    select
        standing.subject,
        standing.rank,
        standing.score,
        standing.grade,
        row_number() over (order by standing.rank desc, standing.subject desc) as line
    from standing
    where standing.scheme = 'project-monthly' and standing.rank is not null
),

lost as (
    select
        leaf.subject,
        indicator_title.title,
        (100 - leaf.normalised) * leaf.effective_weight * coalesce(branch.effective_weight, 1) as points,
        row_number() over (
            partition by leaf.subject
            order by (100 - leaf.normalised) * leaf.effective_weight * coalesce(branch.effective_weight, 1) desc,
                leaf.node
        ) as place
    from score as leaf
    join indicator_title on indicator_title.indicator = leaf.node
    join worst on worst.subject = leaf.subject and worst.line <= 10
    left join score as branch
        on branch.scheme = leaf.scheme and branch.subject = leaf.subject
            and branch.node = leaf.parent and branch.node <> 'score'
    where leaf.scheme = 'project-monthly' and leaf.normalised < 100
),

reason as (
    select subject, string_agg(title, '、' order by place) as reasons
    from lost
    where place <= 2
    group by subject
)

select
    worst.line,
    project.project_name,
    region.region_name,
    enterprise.enterprise_name,
    worst.score,
    worst.grade,
    reason.reasons
from worst
join project on project.project_id = worst.subject
join region on region.region_id = project.region_id
join enterprise on enterprise.enterprise_id = project.contractor_id
left join reason on reason.subject = worst.subject
where worst.line <= 10
order by worst.line
