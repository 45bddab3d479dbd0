/** Companies at work: customers, staff, projects, tickets, money. The notation is explained in `notation.ts`. */
export const work = `
@crm
contacts | p | contact person, contact, person contact, address book entry | name! email phone job_title notes | companies/accounts/organizations? owner:users/employees?
companies | o | company, business, firm, corporation, enterprise, client company, customer account | name! industry website phone address | -
organizations | o | organisation, organization, institution, agency org | name! website email phone | -
accounts | o | crm account, business account | name! industry website phone | owner:users/employees?
leads | p | lead, prospect, potential customer, sales lead | name! email phone company source status(new,contacted,qualified,lost=new) | owner:users/employees? campaigns?
deals | e | deal, opportunity, sales opportunity, pipeline deal | title! amount stage(lead,qualified,proposal,negotiation,won,lost=lead) expected_close_date | companies/accounts/organizations/customers? contacts? owner:users/employees/salespeople? stage_id:pipeline_stages?
activities | e | activity, interaction, touchpoint, follow up, activity log | type(call,email,meeting,note,task) subject notes occurred_at | contacts/leads/customers/clients/members? companies? deals? users/employees?
pipelines | t | sales pipeline, pipeline | name! | -
pipeline_stages | c | pipeline stage, stage, sales stage, funnel stage | name! position:integer | pipelines^
calls | e | phone call, call, call log | called_at duration_minutes:integer outcome notes | contacts/leads/customers/clients? users/agents/employees?
meetings | e | meeting, client meeting, board meeting | title! starts_at! ends_at location agenda | organizer:users/employees? rooms/meeting_rooms? contacts? companies? projects? clients?
campaigns | e | marketing campaign, campaign, ad campaign, email campaign | name! description budget starts_on ends_on status(draft,active,finished=draft) | -
segments | c | customer segment, audience segment | name!* description | -
salespeople | p | salesperson, sales rep, sales representative, sales agent, account manager | name! email* phone region | -
notes | d | note, memo, annotation, sticky note | title body! | contacts/customers/clients/patients/tickets/deals/companies/projects/leads? notebooks/folders? author:users/employees?
@hr
employees | p | employee, staff, staff member, worker, personnel, colleague, crew member, team member, professional, associate | name! email* phone job_title hire_date salary is_active=true | departments? positions/job_titles? manager:managers? offices? stores? branches? teams? companies?
departments | o | department, division, faculty department, business unit, dept | name!* description location | -
positions | c | job position, job title record, post position, job role, designation | title!* description min_salary max_salary | departments?
managers | p | manager, supervisor, boss, team lead | name! email phone | departments?
leave_requests | e | leave request, leave, vacation, sick day, time off, holiday request, absence, pto, sick leave, time off request, day off, annual leave | leave_type(vacation,sick,parental,unpaid,other) start_date! end_date! status(pending,approved,rejected=pending) reason | employees!
attendance_records | e | attendance, attendance record, presence, check in record, clock in, roll call | date! status(present,absent,late,excused=present) notes | students/employees/members/players/children! classes/courses/lessons/sessions/events/trainings/meetings/services?
shifts | e | work shift, shift, roster shift, rota | starts_at! ends_at! role | employees/staff/volunteers/nurses/drivers/waiters? stores? departments? locations?
timesheets | e | timesheet, time sheet, weekly hours | week_start:date! total_hours status(draft,submitted,approved=draft) | employees/users/contractors!
time_entries | e | time entry, time log, time record, worked hour, hours log, tracked time | entry_date! hours! description is_billable=true hourly_rate | projects? tasks? users/employees/freelancers? timesheets? clients?
performance_reviews | e | performance review, appraisal, evaluation, employee review | review_date! rating:integer comments | employees! reviewer:managers/users?
skills | c | skill, competence, competency | name!* category | -
trainings | e | training, training session, employee training | title! description starts_at trainer | -
benefits | c | employee benefit, benefit, perk | name!* description cost | -
contracts | f | contract, agreement, employment contract | contract_number* title starts_on ends_on value status(draft,active,expired,terminated=draft) | customers/clients/companies/employees/suppliers/tenants/players/vendors? projects? properties?
offices | l | office, workplace, office location, headquarters | name! address city country | companies?
payslips | f | payslip, pay slip, paycheck, pay stub, salary payment, salary slip | period_start:date period_end:date gross_pay! deductions=0 net_pay! paid_on | employees!
payroll_runs | e | payroll run, payroll, pay run, pay period | period_start:date! period_end:date! status(draft,approved,paid=draft) | -
salaries | d | salary, wage, salary record, compensation | amount! effective_from:date! effective_to:date | employees^
deductions | d | deduction, withholding | name! amount! | payslips/employees?
bonuses | e | bonus, incentive | amount! reason awarded_on | employees!
recruiters | p | recruiter, hiring manager, headhunter | name! email* phone | companies?
dependents | p | dependent, family member, emergency contact | name! relationship birth_date phone | employees/members/patients^
documents | f | document, paper document, attachment document, file document | title! file_url:file document_type uploaded_at | cases/clients/employees/projects/properties/customers/patients/contracts? folders? uploaded_by:users?
assets | t | company asset, asset, equipment item, fixed asset | name! asset_tag* category serial_number purchase_date purchase_price status(available,in_use,maintenance,retired=available) | assigned_to:employees/users? locations? departments?
asset_assignments | e | asset assignment, equipment loan, checkout of equipment | assigned_on! returned_on | assets! employees/users!
@projects
projects | t | project, client project, undertaking | name! description status(planned,active,on_hold,completed=planned) start_date end_date budget | clients/customers/companies? owner:users/employees/managers? departments? portfolios?
tasks | t | task, todo, to do, todo item, action item, assignment task, chore, work item, job task | title! description status(todo,in_progress,done=todo) is_completed:boolean=false priority(low,medium,high=medium) due_date | projects/lists/boards/goals/milestones/cases/events/contacts/deals/sprints? assignee:users/employees/members? columns/board_columns? clients?
subtasks | d | subtask, sub task, checklist item | title! is_completed=false position:integer | tasks^
milestones | e | milestone, project phase, phase, deliverable | title! due_date is_completed=false | projects^
sprints | e | sprint, iteration | name! goal starts_on! ends_on! | projects/teams?
boards | t | board, kanban board, task board, whiteboard | name! description | projects? owner:users? workspaces? teams?
board_columns | d | board column, kanban column, swimlane, board list | name! position:integer! | boards^
cards | t | kanban card, card, trello card | title! description position:integer due_date | board_columns/lists/boards^ assignee:users?
lists | t | list, task list, todo list, checklist | name! position:integer | boards? users?
labels | c | label, task label, issue label | name!* color | projects?
teams | o | team, squad, crew | name! description | departments/organizations/leagues/clubs/schools? coach:coaches? cities? stadiums?
workspaces | o | workspace, tenant workspace | name! slug* | owner:users?
goals | t | goal, objective, okr, target goal, savings goal | title! description target_value current_value=0 due_date status(open,achieved,dropped=open) | users/employees/teams/members/students?
habits | t | habit, routine | name! frequency(daily,weekly,monthly=daily) is_active=true | users?
habit_logs | e | habit log, habit check in, habit entry, habit completion | date! is_done=true notes | habits^
comments | d | comment, reply comment, remark | body! | posts/articles/tickets/issues/tasks/photos/videos/recipes/pages/news_articles/threads/products/projects/documents/stories/blog_posts/events/pictures/tracks/episodes/incidents/requests/questions/answers/bugs/cards/tweets/campaigns/podcasts^ author:users/customers/members/agents/readers/students?
attachments | f | attachment, uploaded file, upload | file_url:file! file_name mime_type size_bytes | tickets/issues/tasks/posts/messages/emails/notes/projects/documents/comments/requests/cards^
issues | t | issue, bug, defect, bug report, problem | title! description status(open,in_progress,resolved,closed=open) priority(low,medium,high,critical=medium) severity(minor,major,critical) | projects/repositories/products? reporter:users? assignee:users/developers/employees/members? milestones? sprints?
releases | e | release, version release, deployment, software version | version! released_on notes | projects/repositories/products?
repositories | t | repository, git repo, code repository, repo | name! description url is_private=false | owner:users/organizations? projects?
commits | e | commit, code commit | sha!* message! committed_at | repositories^ author:users/developers?
pull_requests | e | pull request, merge request, code review | title! description status(open,merged,closed=open) | repositories! author:users/developers?
developers | p | developer, programmer, engineer, coder | name! email* github_username | teams?
test_cases | t | test case, test scenario | title! steps expected_result | projects?
test_runs | e | test run, test execution | status(passed,failed,skipped) run_at | test_cases!
requirements | t | requirement, user story, feature request, story, epic | title! description status(open,planned,done=open) priority(low,medium,high=medium) | projects/products? author:users?
@helpdesk
tickets | t | support ticket, helpdesk ticket, support request, service ticket, support case, trouble ticket | subject! description status(open,in_progress,resolved,closed=open) priority(low,medium,high,urgent=medium) | customers/users/requesters/clients/employees/contacts! assigned_agent:agents/support_agents/technicians? category:categories? products? departments?
agents | p | agent, support agent, customer service agent, support staff | name! email* phone | teams? agencies?
ticket_messages | d | ticket message, ticket reply, ticket comment | body! sent_at | tickets^ author:users/agents?
incidents | e | incident, outage, accident report, near miss | title! description severity(low,medium,high,critical=medium) status(open,investigating,resolved=open) occurred_at | reporter:users/employees? assets/services/devices/systems/locations?
knowledge_articles | t | knowledge base article, help article, faq, faq entry, faq article | title! body! is_published=false | category:categories? author:users/agents?
slas | c | sla, service level agreement | name! response_hours:integer resolution_hours:integer | -
requests | e | request, service request, inquiry, enquiry, demand | title! description status(open,approved,rejected,done=open) requested_at | users/customers/employees/residents/citizens/clients/tenants? hospitals? categories?
complaints | e | complaint, grievance | subject! description status(open,resolved=open) filed_on | customers/residents/citizens/clients/passengers/users? products? orders?
feedback_entries | e | feedback, suggestion, customer feedback | message! rating:integer submitted_at | users/customers/clients/students? products/events/services/courses?
@accounting
invoices | f | invoice, bill, client invoice, sales invoice, billing | invoice_number!* issue_date due_date status(draft,sent,paid,overdue=draft) total=0 | customers/clients/companies/owners/patients/members/tenants/vendors? orders? projects? appointments/visits? suppliers? repairs/repair_orders/jobs/work_orders?
invoice_items | d | invoice item, invoice line, invoice line item, invoice detail, billing item | description! quantity=1! unit_price! | invoices^+ products/services/tracks/songs?
expenses | e | expense, expenditure, spending, cost entry, expense claim | amount! category expense_date description | employees/users? projects? vehicles? category:categories/expense_categories/budgets? properties? trips? events?
expense_reports | f | expense report, reimbursement request | title! status(draft,submitted,approved,paid=draft) total | employees/users!
incomes | e | income, earning, revenue, income entry | amount! source received_on description | users? category:categories?
budgets | t | budget, spending limit | name! amount! period(monthly,quarterly,yearly=monthly) starts_on ends_on | departments? projects? users? category:categories?
ledger_accounts | c | ledger account, chart of accounts account, general ledger account, gl account | code!* name! account_type(asset,liability,equity,revenue,expense) | -
journal_entries | e | ledger entry, accounting entry, journal transaction, bookkeeping entry | entry_date! description debit credit | ledger_accounts/accounts!
@freelance
clients | p | client customer, clientele person | name! email* phone company address | -
freelancers | p | freelancer, consultant, independent contractor | name! email* skills hourly_rate | -
gigs | t | gig, freelance job, freelance service | title! description price delivery_days:integer | freelancers/users/sellers!
proposals | f | proposal, project proposal, project bid | title! cover_letter amount status(sent,accepted,rejected=sent) | projects/jobs/clients/gigs! freelancers/users?
`;
