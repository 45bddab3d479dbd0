/** What an application of a kind holds when the words name the kind alone: `phrases | core tables`. */
export const domains = `
online store, ecommerce, e-commerce, webshop, online shop, shop, store, retail, shopping site, web store, internet shop, point of sale, pos, commerce, shopping, boutique | customers products orders order_items categories
marketplace, multi vendor, etsy, ebay, amazon, classifieds, second hand | users products orders order_items reviews
crm, customer relationship management, sales pipeline, sales tracking, lead management, sales | companies contacts deals activities
blog, blogging, weblog, cms, content management, publishing | users posts comments categories
todo, to do, task management, task tracker, task manager, tasks | projects tasks users
project management, project tracker, project planning, trello, asana, kanban, agency | projects tasks users comments
issue tracker, bug tracker, bug tracking, jira, issue tracking | projects issues comments users
helpdesk, help desk, customer support, support ticketing, ticketing system, ticket system, ticketing, customer service, zendesk, service desk | customers agents tickets ticket_messages
clinic, medical practice, doctor office, doctors office, healthcare, medical, medical center, health center, physiotherapy | patients doctors appointments prescriptions
hospital, hospital management | patients doctors departments appointments admissions
dental clinic, dentist, dental practice, dental | patients dentists appointments treatments
veterinary, vet, vet clinic, veterinary clinic, animal hospital, animal clinic | owners pets veterinarians appointments
pharmacy, drugstore | medications suppliers customers sales prescriptions
laboratory, lab, medical laboratory | patients samples lab_tests test_results
blood bank, blood donation | donors donations blood_units hospitals blood_requests
gym, fitness club, fitness center, fitness studio, yoga studio, sports club membership, crossfit | members trainers classes bookings memberships
fitness, fitness tracker, workout tracker, workout, exercise tracker | users workouts exercises workout_sets
hotel, hotel booking, hotel reservation, hotel management, hostel, guesthouse, motel, bed and breakfast, b&b, resort | guests rooms bookings payments
airbnb, vacation rental, holiday rental, home sharing | users properties bookings reviews
school, school management, high school, kindergarten, academy, education, tuition | students teachers classes grades
university, college, campus, faculty | students professors courses enrollments departments
lms, e-learning, elearning, online course, online learning, learning platform, learning management, mooc, udemy, course platform, training platform | users courses lessons enrollments
tutoring, private lesson, music school, language school, driving school, dance school, swim school | students teachers lessons payments
exam, quiz, online quiz, trivia, online exam | quizzes questions options quiz_attempts users
library, library management, library system, book lending | books authors members loans
inventory, inventory management, stock management, inventory control, stock control, inventory tracker, warehouse, warehouse management, stockroom | products suppliers warehouses stock_levels stock_movements
restaurant, restaurant management, cafe, diner, bistro, pizzeria, coffee shop, bar, pub | customers reservations dining_tables menu_items orders order_items
food delivery, meal delivery, uber eats, food ordering, takeaway, delivery app | customers restaurants menu_items orders order_items couriers
bakery, pastry shop, cake shop, butcher, flower shop, florist, grocery store, supermarket, bookstore, book shop, book store, pet shop, toy store, wine shop, hardware store, jewelry, clothing store, shoe store, fashion, electronics store | customers products orders order_items
recipe, recipes, recipe sharing, cooking, cookbook, recipe book, recipe manager | users recipes ingredients reviews
meal planner, meal planning, diet, nutrition, calorie tracker, calorie counter | users foods meals meal_plans
real estate, real estate agency, realtor, property listing, property sales, estate agency, housing | agents properties clients viewings
property rental, property management, rental management, apartment rental, landlord, tenant management, apartment management, rental property | properties tenants leases payments maintenance_requests
event ticketing, ticket sales, ticket selling, event ticket, concert ticketing, box office, event booking | events venues ticket_types tickets_sold customers
event, event management, event planning, event planner, conference, conference management, meetup | events venues attendees registrations
wedding, wedding planning, wedding planner, party planning | weddings guests vendors tasks
job board, job portal, recruitment, recruiting, hiring, applicant tracking, job site, job listing, ats, staffing, headhunting | companies jobs candidates applications
freelance, freelance marketplace, freelancing, upwork, fiverr, gig | users projects proposals reviews
invoicing, billing, invoice, invoice management, freelance invoicing | clients invoices invoice_items payments
accounting, bookkeeping, ledger, finance | ledger_accounts transactions customers invoices
budget, personal finance, expense tracker, expense tracking, money management, budgeting, household budget, expense management, finance tracker, expense | users categories expenses budgets
bank, banking, online banking, credit union, neobank, fintech | customers bank_accounts transactions
loan, lending, microfinance, credit, mortgage | customers bank_loans loan_payments
insurance, insurance agency, insurance company, insurance broker | customers agents policies claims
stock portfolio, investment, trading, stock trading, portfolio tracker, stock market, crypto | users portfolios stocks trades
hr, human resource, hr management, human resources, employee management, personnel, hris, staff management | employees departments positions leave_requests
payroll, payroll management, payroll system, salary management | employees payroll_runs payslips departments
timesheet, time tracking, time tracker, time sheet | users projects tasks time_entries
shift, shift planning, rota, staff scheduling, workforce, employee scheduling | employees shifts locations
fleet, fleet management, vehicle fleet, fleet tracking | vehicles drivers trips maintenance_records fuel_logs
car rental, vehicle rental, rent a car, bike rental, boat rental, scooter rental, car hire, car sharing | customers vehicles rentals payments
equipment rental, tool rental, rental shop, rental, costume rental, video rental | customers equipment rentals payments
car dealership, car dealer, auto dealer, dealership, used car | cars customers sales salespeople
car repair, garage, auto repair, repair shop, car workshop, mechanic, auto shop, car service, bike repair, bike shop, phone repair, computer repair, electronics repair | customers vehicles repairs mechanics parts
car wash, laundry, dry cleaning, laundromat, launderette | customers laundry_orders services payments
taxi, ride sharing, ride hailing, uber, carpool, carpooling, cab, rideshare | users drivers vehicles trips
parking, parking lot, car park, parking garage, parking management, valet | parking_lots parking_spots vehicles parking_sessions
logistics, shipping, freight, trucking, transport, transportation, cargo, supply chain | customers shipments vehicles drivers packages
delivery, courier, courier service, parcel delivery, delivery service, package delivery, postal, last mile | customers couriers packages deliveries
airline, flight booking, airline reservation, aviation, flight | airlines airports flights passengers bookings
travel, travel agency, travel booking, tour operator, tourism, tour booking, travel planner | customers destinations tours bookings
trip planner, travel planning, travel diary, travel journal, trip planning | users trips destinations activities_places
train, railway, bus, bus booking, train booking, public transport, metro, transit | stations trains routes trips tickets_sold passengers
cinema, movie theater, movie theatre, movie ticket, theater | movies halls screenings tickets_sold customers
movie, film, movie database, movie review, imdb, letterboxd, film review, movie collection | movies directors genres reviews users
netflix, streaming, video streaming, video platform, youtube, video sharing, tv streaming | users videos channels comments
tv show, series tracker, tv series | tv_shows seasons episodes users
music, music library, music streaming, spotify, music collection, music catalog | artists albums songs playlists users
band, record label, music label, musician | artists albums songs concerts
podcast, podcasting, podcast hosting | podcasts episodes users
photo sharing, instagram, photography, photo gallery, image sharing, pinterest, photo album, gallery | users photos comments likes
social network, social media, facebook, social app, social platform, social, community app | users posts comments likes follows
twitter, microblog, microblogging, mastodon | users tweets likes follows
forum, discussion board, message board, reddit, discussion forum, community forum, bulletin board, phpbb | users forums threads replies
question and answer, q&a, stack overflow, stackoverflow, quora, qna | users questions answers votes tags
chat, messaging, messenger, chat app, chat application, instant messaging, slack, whatsapp, discord, telegram | users conversations messages
dating, dating site, matchmaking, tinder, dating app | profiles users swipes messages
news, newspaper, news portal, news site, magazine, online magazine, journalism | journalists articles categories comments
newsletter, mailing list, email marketing, mailchimp, marketing, advertising | subscribers campaigns newsletters
wiki, knowledge base, documentation, encyclopedia | users pages revisions categories
note taking, notes, note, notion, evernote, notebook | users notebooks notes tags
survey, questionnaire, poll survey, feedback form, survey builder, form builder, typeform | surveys questions responses answers
voting, poll, election, online voting, polling, referendum | elections candidates voters votes
auction, online auction, auction house, bidding | users auctions bids categories
crowdfunding, kickstarter, fundraising platform, patreon, gofundme | users fundraising_campaigns rewards pledges
charity, donation, nonprofit, ngo, fundraising, non profit, donation management, foundation | donors fundraising_campaigns donations volunteers
volunteer, volunteering, volunteer management | volunteers events volunteer_shifts
church, church management, parish, mosque, temple, ministry, congregation | members families donations events ministries
sports league, league, football league, soccer league, sports team, team management, sports, football, soccer, basketball, hockey, baseball, volleyball, cricket, rugby | teams players matches leagues stadiums
tournament, tournament management, competition, esports, chess, e-sports | tournaments players teams matches
running, marathon, race, cycling race, formula 1, motorsport, triathlon | races participants race_results
golf, tennis club, tennis, sports club, club management, club, association, society | members teams events membership_fees
museum, art gallery, art collection, art museum, exhibition | artists artworks exhibitions visitors
law firm, legal, law office, legal practice, case management, lawyer | clients lawyers cases hearings documents
construction, construction company, building company, construction management, contractor, renovation | projects clients contractors tasks materials
architecture, interior design, design studio, creative agency | clients projects tasks invoices
manufacturing, factory, production, production planning, mrp, erp | products machines production_orders materials
iot, internet of things, sensor monitoring, smart home, home automation, sensor network, device monitoring, telemetry | devices sensors readings alerts
weather, weather station, climate, environmental monitoring | stations sensors readings
energy, smart meter, electricity, utility company, solar | customers meters readings invoices
farm, farming, agriculture, farm management, crop management, agricultural | fields crops harvests animals
beekeeping, beekeeper, apiary, honey | apiaries beehives inspections harvests
dairy, livestock, ranch, cattle, poultry | animals milkings feedings vaccinations
garden, gardening, plant care, houseplant, plants, plant tracker, greenhouse, plant nursery, nursery plants | plants waterings species
zoo, aquarium, wildlife park | animals species kennels zookeepers feedings
animal shelter, pet adoption, dog shelter, shelter, pet rescue | animals adopters adoptions vaccinations
dog kennel, pet hotel, dog walking, pet sitting, pet care, pet boarding, pet grooming, doggy daycare | owners pets bookings services
salon, beauty salon, hair salon, barber, barbershop, spa, nail salon, hairdresser, massage, tattoo studio, tattoo, beauty | clients stylists services appointments
appointment, appointment scheduling, appointment booking, booking system, scheduling, booking, calendar booking, calendly, reservation system | customers employees services appointments
coworking, coworking space, office space, meeting room booking, room booking, desk booking | members rooms bookings
cleaning, cleaning company, cleaning service, maid service, house cleaning | customers cleaners services bookings
home service, handyman, plumbing, electrician, field service, landscaping | customers technicians services bookings
daycare, nursery, childcare, summer camp, camp | children parents groups attendance_records
saas, subscription, subscription saas, subscription management, subscription box, recurring billing, membership site | customers plans subscriptions invoices
asset management, asset tracking, it asset, equipment tracking, it inventory, asset | assets employees asset_assignments maintenance_records
password manager, vault | users folders passwords
bookmark, bookmark manager, link shortener, url shortener, bookmarking | users links clicks tags
file storage, document management, file sharing, dropbox, document | users folders files
contact, contact management, address book, contact list, phone book | contacts companies
email client, email | users emails folders
habit tracker, habit, habit tracking, goal tracker | users habits habit_logs
diary, journal, journaling, mood tracker, mood | users journal_pages moods
reading list, book tracker, goodreads, book review, book club, reading tracker, book collection | users books authors reviews
language learning, flashcard, vocabulary, duolingo, anki | users decks flashcards
genealogy, family tree, ancestry, family | people relationships
game, video game, gaming, game collection, rpg, steam, mmo, role playing | players games characters items
board game, board game collection, card game | board_games players game_plays
stamp collection, coin collection, collection, collectible, collector | collections stamps categories
research, scientific research, clinical trial, experiment, science | researchers projects experiments samples
police, crime, crime record, law enforcement | officers cases crimes suspects
city, municipality, government, citizen service, permit, city hall | citizens requests permits departments
fire department, emergency service, ambulance, emergency, disaster | stations officers incidents vehicles
mining, oil, space, space mission, nasa, satellite | missions astronauts
funeral home, cemetery, funeral | graves funerals
photographer, photography studio, photo studio, videography | clients bookings photo_albums photos
publisher, publishing house, book publishing | authors books publishers contracts
translation agency, translation | clients projects freelancers
procurement, purchasing, vendor management, supplier management | suppliers purchase_orders purchase_order_items products
quality, quality control, compliance, audit management | inspections issues employees
loyalty, loyalty program, rewards program, cashback | customers loyalty_accounts transactions rewards
lost and found | items claims people
carbon, sustainability, recycling, waste management | customers requests materials
escape room, bowling, amusement park, theme park, swimming pool, trampoline park, ski resort | customers bookings rooms payments
catering, catering company, event catering | customers catering_orders menu_items
wine, winery, wine cellar, vineyard, brewery, beer, distillery, wine collection | wines tastings suppliers
nursing home, care home, elderly care, assisted living, retirement home, senior living | residents employees rooms medications
bike sharing, bike share, scooter sharing, bicycle sharing | users stations bikes trips
movie streaming, movie streaming platform, film streaming | users movies genres watch_history
employee onboarding, onboarding | employees tasks documents
food truck, food stall, street food | customers menu_items orders order_items
school library, university library | books students loans
theatre | plays concerts tickets_sold customers
`;
