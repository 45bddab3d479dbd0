/** How things of the world are tied: verbs, junctions, roles. */

/**
 * `verbs | effect`. Effects: `event a/b` (the verb is a table of its own that references everything in its clause),
 * `object` (the object references the subject), `subject` (the subject references the object),
 * `has` (ownership), `belongs`, `manage` (the speaker keeps a list), `do` (the object is the event).
 */
export const verbs = `
have, has, contain, include, hold, consist, comprise, feature, carry, possess, list, get, receive, earn | has
own, host, publish, release, sell, offer, operate, run, teach, give, lead, write, author, create, upload, produce, direct, manage, supervise, organize, organise, compose, paint, develop, design, found, run, build, instruct, coach, train, support, handle, supply, provide, deliver, drive, fly, grow, raise, breed, keep, post, compile, conduct, record, issue, prepare, cook, serve, bring, foster, sponsor, prescribe, file, process, generate, emit, log, fund, curate, moderate, maintain, captain, represent, oversee, mentor, guide, report, open, start, launch, send, share, submit, ask, place, collect, sign, add, schedule, plan, set, define, post, plant, inspect, check, store, use, need, require, mark, approve, administer, host, arrange, announce, install, ship, move, transfer, settle, scan, hold_on, capture, trigger, detect, measure, cover, use_up | object
belong, play, cast, sleep, appear, depart, arrive, leave, land, admit_to, take_part, participate, compete, act, star, perform, reference, refer, relate, link, point, live, work, reside, study, locate, associate, attach, assign, employ, base, situate, park, stay, report_to, connect, tie, map, fall, group, categorize, classify, come, originate, depend, happen, occur, held, sit, stand, play_for, tag | belongs
book | event bookings/reservations/class_bookings/appointments/lessons
reserve | event reservations/bookings
enroll, enrol | event enrollments/registrations
register, sign_up | event registrations/enrollments
borrow, lend, loan, check_out | event loans/rentals
rent, hire | event rentals/leases/bookings
lease | event leases/rentals
buy, purchase, order | event orders/purchases/sales/tickets_sold
pay | event payments/memberships/subscriptions/invoices
rate | event reviews/ratings
review | event reviews
like, favorite, favourite, heart | event likes
bookmark | event bookmarks
follow | event follows
visit | event visits/viewings
view | event viewings/watch_history
attend | event registrations/attendance_records
join | event memberships
subscribe | event subscriptions
donate, contribute | event donations
pledge, back | event pledges
bid | event bids
vote, upvote | event votes
comment | event comments
reply, respond | event replies/comments
apply | event applications
review_code | event pull_requests
log | event time_entries
admit, hospitalize | event admissions
adopt | event adoptions
treat, heal | event treatments
vaccinate | event vaccinations
feed | event feedings
water | event waterings
harvest | event harvests
repair, fix | event repairs
message, chat | event messages
invite | event invitations
answer | event answers/responses
watch | event watch_history
listen, stream | event listening_events
complete, finish | event lesson_completions/quiz_attempts
take, undergo | event quiz_attempts/enrollments/grades/treatments
test_drive | event test_drives
return | event returns
examine | event visits/examinations
interview | event interviews
milk | event milkings
swipe | event swipes
befriend | event friendships
trade | event trades
request | event blood_requests/requests/maintenance_requests
`;

/** \`left right | table | attributes\`; with \`!\` two such tables in one request mean it without being told. */
export const junctions = `
orders products | order_items | quantity=1! unit_price! !
orders menu_items | order_items | quantity=1! unit_price! !
orders cakes | order_items | quantity=1! unit_price! !
orders items | order_items | quantity=1! unit_price! !
orders books | order_items | quantity=1! unit_price! !
orders meals | order_items | quantity=1! unit_price! !
orders services | order_items | quantity=1! unit_price! !
orders parts | order_items | quantity=1! unit_price! !
orders medications | order_items | quantity=1! unit_price! !
carts products | cart_items | quantity=1! !
wishlists products | wishlist_items | added_at !
invoices products | invoice_items | quantity=1! unit_price! !
invoices services | invoice_items | quantity=1! unit_price! !
sales products | sale_items | quantity=1! unit_price! !
sales medications | sale_items | quantity=1! unit_price! !
quotes products | quote_items | quantity=1! unit_price! !
purchase_orders products | purchase_order_items | quantity=1! unit_cost! !
students courses | enrollments | enrolled_on:date grade !
students classes | enrollments | enrolled_on:date !
users courses | enrollments | enrolled_on:date !
members classes | bookings | booked_at status(booked,attended,cancelled=booked)
attendees events | registrations | registered_at !
participants events | registrations | registered_at !
members events | registrations | registered_at
users events | registrations | registered_at
playlists songs | playlist_songs | position:integer! !
playlists videos | playlist_videos | position:integer! !
recipes ingredients | recipe_ingredients | quantity unit !
meals foods | meal_foods | quantity !
movies actors | movie_actors | role_name !
tv_shows actors | tv_show_actors | role_name !
plays actors | play_actors | role_name !
movies genres | movie_genres | !
books genres | book_genres |
books authors | book_authors | !
publications authors | publication_authors | position:integer !
posts tags | post_tags | !
articles tags | article_tags | !
notes tags | note_tags | !
photos tags | photo_tags | !
questions tags | question_tags | !
recipes tags | recipe_tags | !
links tags | link_tags | !
tasks tags | task_tags | !
products tags | product_tags | !
videos tags | video_tags | !
contacts tags | contact_tags | !
issues labels | issue_labels | !
tasks labels | task_labels | !
cards labels | card_labels | !
posts categories | post_categories |
users roles | user_roles | !
roles permissions | role_permissions | !
users groups | group_members | joined_at role !
members groups | group_members | joined_at !
users teams | team_members | joined_at role !
members ministries | ministry_members | joined_at role !
users conversations | conversation_participants | joined_at !
users channels | channel_members | joined_at !
users skills | user_skills | level
employees skills | employee_skills | level !
candidates skills | candidate_skills | level !
applicants skills | applicant_skills | level !
jobs skills | job_skills | !
employees projects | project_assignments | role assigned_on !
employees trainings | training_attendances | completed_on !
users projects | project_members | role
developers projects | project_members | role !
projects materials | project_materials | quantity! unit_cost !
projects contractors | project_contractors | role
repairs parts | repair_parts | quantity=1! unit_price !
vehicles parts | vehicle_parts |
products warehouses | stock_levels | quantity=0! reorder_level:integer
suppliers products | supplier_products | cost lead_time_days:integer
prescriptions medications | prescription_items | dosage! quantity !
patients allergies | patient_allergies | severity
doctors specialties | doctor_specialties | !
exhibitions artworks | exhibition_artworks | position:integer !
workouts exercises | workout_sets | sets:integer reps:integer weight !
workout_plans exercises | workout_plan_exercises | sets:integer reps:integer !
rooms amenities | room_amenities | !
properties amenities | property_amenities | !
hotels amenities | hotel_amenities | !
events speakers | event_speakers | topic !
conferences speakers | conference_speakers | topic !
events sponsors | event_sponsors | level amount !
events artists | event_artists | !
concerts artists | concert_artists | position:integer !
festivals artists | festival_artists | starts_at !
events volunteers | event_volunteers | role !
teams tournaments | tournament_teams | seed:integer !
players tournaments | tournament_players | seed:integer !
teachers subjects | teacher_subjects | !
users interests | user_interests | !
profiles interests | profile_interests | !
users badges | user_badges | awarded_at !
people languages | person_languages | level
plans features | plan_features | !
movies watchlists | watchlist_movies | added_at !
characters items | character_items | quantity=1! !
stations routes | route_stops | position:integer! !
stops routes | route_stops | position:integer! !
appointments services | appointment_services | price
stylists services | stylist_services |
missions astronauts | mission_astronauts | role !
cases lawyers | case_lawyers | role
menus menu_items | menu_entries | position:integer
campaigns contacts | campaign_contacts | status
meal_plans recipes | meal_plan_recipes | planned_for:date meal_type !
fields crops | field_crops | planted_on
crops fertilizers | crop_fertilizers | applied_on quantity !
products materials | product_materials | quantity! !
products ingredients | product_ingredients | quantity! !
menu_items ingredients | menu_item_ingredients | quantity! !
cakes ingredients | cake_ingredients | quantity! !
`;

/** \`word | tables it may stand for, best first | bring the first in when none is there\`. */
export const roles = `
author | users/authors/members | posts articles comments tweets pages blog_posts stories threads replies notes ideas news_articles pull_requests recipes
assignee | users/employees/members/agents/developers/staff | *
assigned_to | users/employees/members/agents/developers/staff | *
reporter | users/employees/customers | *
reviewer | users/employees | *
approver | users/employees | *
approved_by | users/employees | *
created_by | users/employees | *
updated_by | users/employees | *
creator | users | *
uploader | users | *
uploaded_by | users | *
owner | users/owners/customers/members/employees | projects boards lists documents files folders deals accounts workspaces groups repositories
sender | users/customers/members | *
recipient | users/customers/members/people | *
receiver | users/customers/members/people | *
requester | users/employees/customers | *
organizer | users/organizers/employees/members | -
host | users/hosts/members | -
manager | employees/managers/users/staff | -
supervisor | employees/managers/users | -
mentor | users/employees/teachers | -
leader | members/users/employees/players | -
team_lead | employees/users | -
captain | players/members/users | -
seller | users/sellers/customers | -
buyer | users/customers | -
winner | users/teams/players/bidders/participants | -
bidder | users/bidders | -
moderator | users | *
editor | users/journalists/authors | -
instructor | instructors/teachers/trainers/users/employees | -
parent | - | -
responsible_person | users/employees | -
responsible | users/employees | -
salesperson | employees/users | -
contact_person | contacts | -
`;
