/** School, health, law, faith, charity, government, science. The notation is explained in `notation.ts`. */
export const publicLife = `
@education
students | p | student, pupil, learner, trainee, scholar, undergraduate, schoolchild | name! email* birth_date enrolled_on:date | classrooms? classes? schools? groups? majors? departments? parents?
teachers | p | teacher, schoolteacher, lecturer, tutor, educator, professor, teacher assistant | name! email* phone subject | departments? schools? subjects?
classes | e | school class, class, fitness class, gym class, yoga class, group class, dance class | name! description schedule capacity:integer | teachers/trainers/instructors/coaches/professors? subjects? rooms/classrooms/studios? courses? schools? gyms?
courses | t | course, online course, training course, college course, module course | title! description code* credits:integer price | teachers/instructors/professors/tutors/teacher? departments? subjects? category:categories? schools?
grades | e | grade, mark, school mark, exam result, exam score, test result, test score, report card entry | grade! graded_on comment | students! courses/classes/subjects! exams/assignments/tests? teachers?
enrollments | e | enrollment, enrolment, course registration, student course, class enrollment, course enrollment, matriculation | enrolled_on:date status(active,completed,dropped=active) grade | students/users/members/learners/participants/children^ courses/classes/programs/sections/course_sections/workshops/trainings^
subjects | c | subject, school subject, discipline | name!* code description | -
schools | o | school, academy, college, kindergarten, daycare, high school | name! address phone email | -
universities | o | university, uni | name! city country website | -
lessons | e | lesson, course lesson, lecture, tutoring session, class session | title! content lesson_date position:integer duration_minutes:integer | modules/chapters/courses/sections? instructors/teachers/tutors? students/customers/learners? vehicles/cars? subjects? classes?
modules | d | module, course module, chapter module, learning unit | title! description position:integer | courses^
quizzes | t | quiz, online quiz, trivia quiz | title! description passing_score:integer | lessons/modules/courses? category:categories?
questions | t | question, quiz question, survey question, exam question, poll question | body! question_type(single_choice,multiple_choice,text=text) position:integer is_required=false | surveys/quizzes/exams/forms/polls/tests/questionnaires^ author:users? category:categories?
answers | e | answer, survey answer, reply answer, question answer, response answer | body! answered_at | questions^ responses/submissions/attempts/survey_responses? users/respondents/students/participants?
options | d | answer option, choice, answer choice, question option, poll option | label! position:integer is_correct=false | questions/polls/products^
exams | e | exam, examination, test, midterm, school test | title! exam_date duration_minutes:integer max_score:integer | courses/subjects/classes?
assignments | t | homework, assignment, coursework, school assignment | title! description due_at max_points:integer | courses/classes/lessons/subjects? teachers?
submissions | e | submission, homework submission, assignment submission, form submission, entry submission | content submitted_at score file_url:file | assignments/contests/forms/challenges! students/users/participants/authors?
quiz_attempts | e | quiz attempt, quiz result, attempt, quiz taken, quiz score | score started_at completed_at | quizzes! students/users/learners/members!
lesson_completions | e | lesson completion, lesson progress, course progress, progress, completion | completed_at progress_percent:integer=0 | students/users/learners/members! lessons/modules/courses!
semesters | c | semester, term, academic year, school year, trimester | name!* starts_on ends_on | -
sections | t | course section, section, class section | section_number semester capacity:integer | courses! professors/instructors/teachers? rooms? semesters?
classrooms | l | classroom, lecture hall, lecture room | name!* building capacity:integer | schools? buildings?
timetables | e | timetable, class schedule, schedule entry, timetable slot | day_of_week(monday,tuesday,wednesday,thursday,friday,saturday,sunday) starts_at:time ends_at:time | classes/courses/teachers/rooms?
programs | t | degree program, study program, program, curriculum | name!* description duration_months:integer | departments? schools?
majors | c | major, field of study, specialization | name!* | departments?
certificates | f | certificate, certification, diploma, course certificate | title! issued_on expires_on certificate_number* | students/employees/users/members/learners! courses?
scholarships | t | scholarship, grant scholarship, bursary | name! amount deadline | students?
parents | p | parent, guardian, mother, father, caregiver | name! email phone address | -
children | p | child, kid, toddler, baby | name! birth_date allergies notes | parents/families? groups/classes?
instructors | p | instructor, driving instructor | name! email* phone bio | -
books | t | book, ebook, textbook, novel, library book | title! isbn* published_year:integer pages:integer price | authors? publishers? category:categories/genres? branches/library_branches? shelves? series?
@library
libraries | o | library, public library | name! address phone | -
authors | p | author, writer, novelist, poet, book author | name! bio birth_date nationality | -
publishers | o | publisher, publishing house | name! website country | -
loans | e | loan, borrowing, book loan, lending, checkout, checkout record, borrow, book borrowing | loan_date! due_date return_date status(active,returned,overdue=active) | copies/book_copies? books/items/tools/dvds/equipment/games? members/users/patrons/borrowers/readers/students/customers/friends! branches?
members | p | member, library member, gym member, patron, club member, subscriber member, reader, borrower, adherent | name! email* phone joined_on membership_number* | families? teams? clubs? churches? groups?
book_copies | d | copy, book copy, exemplar | barcode!* condition(new,good,worn,damaged) status(available,on_loan,lost=available) | books^ branches?
fines | e | fine, penalty, late fee | amount! reason issued_on is_paid=false | members/drivers/users? loans? vehicles?
shelves | l | bookshelf, shelf location | code!* floor:integer | libraries/branches?
genres | c | genre, music genre, book genre, movie genre | name!* | -
branches | l | branch, library branch, branch office, bank branch, location branch | name! address city phone | libraries/banks/companies/organizations/restaurants/gyms?
chapters | d | chapter, book chapter | title! content position:integer | books/courses/stories/novels^
magazines | t | magazine, periodical, journal magazine | title! issue_number published_on | publishers?
@health
patients | p | patient, inpatient | name! birth_date gender email phone blood_type address | doctors? owners? wards? dentists? insurance_companies?
doctors | p | doctor, physician, medic, gp, surgeon, specialist doctor, dr | name! specialty email phone license_number* | departments? specialties? clinics? hospitals?
appointments | e | appointment, doctor appointment, medical appointment, appointment booking, scheduled visit | scheduled_at! duration_minutes:integer=30 status(scheduled,completed,cancelled,no_show=scheduled) reason notes | patients/clients/customers/pets/animals/students/visitors/users! doctors/dentists/therapists/stylists/veterinarians/vets/barbers/hairdressers/employees/staff/lawyers/consultants/nurses/beauticians/tutors/advisors/physiotherapists/technicians/artists/agents/professionals? services/treatments? clinics? rooms? salons?
nurses | p | nurse, midwife | name! email phone license_number | departments? wards?
dentists | p | dentist, orthodontist | name! email phone license_number | -
therapists | p | therapist, psychologist, counselor, physiotherapist, psychotherapist, counsellor | name! specialty email phone | -
clinics | o | clinic, medical practice, doctor office, medical center, health center | name! address phone | -
hospitals | o | hospital, infirmary | name! address phone beds:integer | -
wards | l | ward, hospital ward | name! capacity:integer floor:integer | hospitals? departments?
beds | l | hospital bed, bed | bed_number! is_occupied=false | rooms/wards?
admissions | e | admission, hospitalization, hospital stay | admitted_at! discharged_at reason | patients! wards/rooms/beds? doctors?
medical_records | f | medical record, health record, patient record, medical history, patient file, chart | record_date diagnosis treatment notes | patients/pets/animals^ doctors/veterinarians?
prescriptions | f | prescription, rx, medical prescription | prescribed_on! dosage instructions | patients/customers/pets! doctors/veterinarians? appointments/visits? medications/medicines/drugs?
medications | t | medication, medicine, drug, pill, pharmaceutical, remedy | name! generic_name dosage_form strength price expiry_date batch_number stock_quantity=0 | suppliers? manufacturers? category:categories?
diagnoses | e | diagnosis, medical condition, disease diagnosis | name! code diagnosed_on notes | patients! doctors? visits/appointments?
treatments | e | treatment, therapy, medical procedure, procedure, surgery, operation surgery | treatment_date:date description cost | patients/pets/animals/dogs/cats/teeth/horses/customers! doctors/dentists/veterinarians/therapists/professionals/employees/staff? appointments?
visits | e | visit, checkup, check up, consultation, patient visit, examination visit, viewing, property visit, house viewing, encounter | visited_at! reason notes | patients/pets/animals/clients/customers/visitors/properties! doctors/veterinarians/vets/dentists? properties/museums/places/patients? agents?
vaccinations | e | vaccination, immunization, shot, vaccine record, jab | vaccine! administered_on! next_due_on batch_number | patients/pets/animals/children/dogs! doctors/veterinarians/nurses? vaccines?
vaccines | t | vaccine | name!* manufacturer doses_required:integer | -
allergies | d | allergy | name! severity(mild,moderate,severe) reaction | patients/children/members^
lab_tests | e | lab test, laboratory test, blood test, medical test, lab exam, analysis test | name! ordered_at status(ordered,collected,completed=ordered) result | patients/samples! doctors?
test_results | e | lab result, test result, analysis result, measurement result | value! unit is_abnormal=false reported_at | lab_tests/tests/samples/patients!
samples | t | sample, specimen, lab sample, blood sample | sample_code!* sample_type collected_at | patients/experiments/sites? projects?
insurance_companies | o | insurance company, insurer, insurance provider, health insurance | name! phone website | -
symptoms | e | symptom, symptom log | name! severity:integer noticed_at | patients/users?
specialties | c | specialty, medical specialty, speciality | name!* | -
caregivers | p | carer, care worker, home nurse | name! phone email | -
residents | p | resident, care home resident, nursing home resident, inhabitant | name! birth_date room_number phone move_in_date | apartments/units/rooms/houses?
moods | e | mood, mood entry, mood log | entry_date! mood:integer! notes | users/patients?
@bloodbank
donors | p | donor, blood donor, sponsor donor, giver, benefactor | name! email* phone blood_type address | -
blood_units | t | blood unit, blood bag, unit of blood | unit_code!* blood_type! collected_on expires_on status(available,reserved,used,expired=available) | donations? donors?
blood_requests | e | blood request | blood_type! units_requested:integer! requested_at status(pending,fulfilled,rejected=pending) | hospitals! blood_units?
@pharmacy
pharmacies | o | pharmacy, drugstore, chemist | name! address phone | -
pharmacists | p | pharmacist | name! license_number* phone | pharmacies?
@charity
membership_fees | e | fee, membership fee, member fee, club fee, dues, membership due, subscription fee | amount! due_date paid_on period | members/students/users/customers/players! clubs?
donations | e | donation, gift donation, contribution, charitable gift, offering, tithe, blood donation | amount! donated_at method(cash,card,bank_transfer,other) message | donors/members/users/backers/supporters/sponsors? fundraising_campaigns/campaigns/projects/causes/charities/fundraisers/events/funds? hospitals?
fundraising_campaigns | t | campaign, fundraising campaign, crowdfunding campaign, fundraising project | title! description goal_amount! raised_amount=0 starts_on ends_on status(draft,active,funded,failed=draft) | owner:users? category:categories? charities?
charities | o | charity, nonprofit, ngo, foundation, non profit organization | name! mission website | -
causes | c | cause, charitable cause | name! description goal_amount | charities?
volunteers | p | volunteer, helper | name! email* phone skills availability | -
volunteer_shifts | e | volunteer shift, volunteer assignment, volunteer hour | starts_at! ends_at hours | volunteers! events/projects?
beneficiaries | p | beneficiary, aid recipient | name! birth_date address needs | programs?
grants | t | grant, funding grant, subsidy | title! amount awarded_on deadline status(applied,awarded,rejected=applied) | funders/organizations/projects?
sponsors | o | sponsor, patron sponsor | name! contact_email level(bronze,silver,gold,platinum) amount | events/teams?
fundraisers | e | fundraiser, fundraising event | name! goal_amount event_date | charities?
supporters | p | supporter, backer, pledger | name! email* | -
pledges | e | pledge, backing | amount! pledged_at status(pledged,collected,cancelled=pledged) | fundraising_campaigns/campaigns/projects! users/backers/supporters/donors/members! rewards?
rewards | t | reward, reward tier, perk tier, prize reward | title! description minimum_amount | fundraising_campaigns/campaigns/projects?
@faith
churches | o | church, parish, mosque, temple, synagogue, congregation | name! address phone denomination | -
ministries | o | ministry, church group, small group | name! description | leader:members?
sermons | e | sermon, homily | title! preached_on scripture audio_url | preachers/pastors?
pastors | p | pastor, priest, preacher, minister, imam, rabbi | name! email phone | churches?
families | o | family, household | name! address phone | -
church_services | e | church service, worship service, mass | title! starts_at! attendance_count:integer | churches?
baptisms | e | baptism, wedding ceremony, sacrament | performed_on! location | members! pastors?
@law
cases | t | legal case, court case, case, lawsuit, matter, case file | case_number* title! description status(open,pending,closed=open) opened_on closed_on | clients! lawyers/attorneys? courts? judges?
lawyers | p | lawyer, attorney, solicitor, barrister, advocate, paralegal, notary | name! email* phone bar_number* specialty | -
courts | o | court of law, tribunal, courthouse | name! city address | -
judges | p | judge, magistrate | name! | courts?
hearings | e | hearing, court hearing, court date, trial, court session | scheduled_at! location outcome notes | cases^ courts? judges?
evidence_items | t | evidence, exhibit, evidence item | title! description collected_on | cases^
@government
citizens | p | citizen, inhabitant of town, voter citizen, taxpayer | name! national_id* birth_date address | -
permits | f | permit, license, licence, building permit, licence application | permit_number* permit_type issued_on expires_on status(applied,approved,rejected,expired=applied) | citizens/applicants/businesses/companies?
elections | e | election, ballot, referendum, voting round | title! description starts_at ends_at | -
candidates | p | election candidate, nominee | name! party bio | elections? parties?
votes | e | vote, ballot cast, upvote | value:integer=1 voted_at | voters/users/members/citizens! candidates/options/polls/posts/proposals/entries/elections/questions/answers/ideas!
voters | p | voter, elector | name! voter_number* email | districts?
polls | t | poll, opinion poll | question! closes_at | author:users?
parties | o | political party, party | name!* leader | -
ideas | t | idea, proposal idea, suggestion idea | title! description status(new,planned,done,rejected=new) | author:users?
@survey
surveys | t | survey, questionnaire, feedback form | title! description is_published=false closes_at | author:users?
responses | e | survey response, response, form response, survey submission | submitted_at | surveys/forms/polls/questionnaires! users/respondents/participants/customers?
respondents | p | respondent, survey taker | name email | -
forms | t | form, web form, application form | title! description is_published=false | owner:users?
@science
experiments | e | experiment, trial study, study, research study | title! hypothesis started_on ended_on status(planned,running,completed=planned) | researchers/scientists? laboratories? projects?
researchers | p | researcher, scientist, investigator, lab technician | name! email* field | laboratories/departments/institutions?
laboratories | o | laboratory, lab, research lab | name! location | -
measurements | e | measurement, observation, measured value | value:number! unit measured_at | sensors/devices/experiments/samples/patients/users/stations/plants?
publications | f | publication, research paper, scientific paper, paper, journal article, thesis | title! abstract doi* published_on journal | -
instruments | t | lab instrument, instrument, musical instrument, lab equipment | name! model serial_number* | laboratories? owners?
species | c | species, kind of animal, animal species | name!* scientific_name description | -
sightings | e | sighting, bird sighting, wildlife sighting | sighted_at! location count:integer notes | species/birds/animals! users/observers? locations?
`;
