/** Media, communities, events, sport, arts, personal life. The notation is explained in `notation.ts`. */
export const mediaLeisure = `
@social
users | p | user, account holder, app user, end user, user account, user profile, admin, administrator, moderator, registered user | name! email!* username* | -
posts | t | post, status update, blog post, blog entry, blog article, social post, feed post, weblog post | title! body! slug* published_at status(draft,published=draft) | author:users/authors/members/bloggers! category:categories? blogs? groups? subreddits/communities?
articles | t | article, magazine article, wiki article, column article | title! body! slug* published_at status(draft,published=draft) | author:authors/writers/journalists/users! category:categories/sections? magazines/newspapers?
blogs | o | blog, weblog | name! description | owner:users? authors?
pages | t | page, web page, wiki page, site page | title! slug* body! | author:users? parent:pages? wikis/spaces/sites/books?
revisions | e | revision, page revision, version, page version, edit history, document version | body! revised_at summary | pages/articles/documents^ author:users/editors?
tags | c | tag, keyword, hashtag, topic tag, hash tag, tagging | name!* | -
tweets | t | tweet, microblog post, toot, micro post | text:text! posted_at | author:users! reply_to:tweets?
likes | e | like, favorite, favourite, heart, thumbs up, upvote like | - | users/members! posts/tweets/photos/videos/comments/pictures/songs/tracks/articles/recipes/products/stories/movies/properties/listings/projects/books/pins/podcasts/articles^
follows | e | follow, follower, following, user follow, followed user | followed_at | follower,followed:users/members!
bookmarks | e | saved post, saved item, saved article, bookmarked post | saved_at | users/members! posts/articles/products/recipes/jobs/properties/listings/videos/photos/tweets/movies/stories/questions!
friendships | e | friendship, friend, friend request, buddy, connection request, friend list | status(pending,accepted,blocked=pending) requested_at | requester,addressee:users/members/players!
messages | e | message, chat message, direct message, private message, dm, text message, instant message, sms | body! sent_at is_read=false | conversations/rooms/channels/chats/threads/chat_rooms? sender:users/members/participants! matches? tickets?
conversations | t | conversation, chat, chat room, group chat, chatroom, message thread, dialog | title is_group=false | -
channels | t | channel, chat channel, slack channel, video channel, youtube channel | name! description | owner:users? workspaces/servers/teams?
participants | p | participant, attendee participant, event participant, contestant, competitor, entrant, racer, runner | name! email* phone | user:users? events/conversations/races/tournaments/competitions/contests/studies/workshops?
groups | t | group, user group, community group, circle | name! description | owner:users? 
memberships | e | membership, club membership, gym membership, membership subscription | membership_type start_date! end_date status(active,expired,cancelled=active) price | members/users/customers! membership_plans/plans? groups/clubs/gyms?
notifications | e | notification, alert, push notification, reminder, warning alert | title! body is_read=false sent_at | users/customers/employees/members/devices/patients/students!
stories | t | story, short story, fanfiction, tale, novel story | title! body! published_at | author:authors/users/writers?
profiles | d | profile, user profile page, dating profile, bio profile | display_name! bio avatar_url birth_date gender location | users^
swipes | e | swipe, dating like | direction(like,pass)! swiped_at | swiper,swiped:users/profiles!
interests | c | interest, hobby, topic of interest | name!* | -
threads | t | thread, forum thread, topic, forum topic, discussion, discussion topic | title! is_locked=false is_pinned=false | forums/boards/categories/groups/subforums? author:users/members!
forums | c | forum, subforum, message board, discussion board, subreddit, community | name!* description | -
replies | d | reply, forum post, forum reply, response post, answer post | body! | threads/topics/posts/comments/reviews/tickets^ author:users/members/agents!
badges | c | badge, achievement, award badge, trophy badge | name!* description icon_url | -
reports | e | report, abuse report, user report, content report | reason! status(open,resolved=open) reported_at | posts/comments/users/projects/incidents/experiments/patients? reporter:users?
invitations | e | invitation, invite, rsvp, event invitation | email status(pending,accepted,declined=pending) sent_at | events/parties/weddings/teams/groups/workspaces? guests/users/contacts?
roles | c | role, user role, permission role, access role | name!* description | -
permissions | c | permission, privilege, access right, right | name!* description | -
sessions | e | session, login session, workout session, user session, therapy session, study session, gaming session | started_at! ended_at notes | users/members/clients/patients/students/players? trainers/therapists/coaches/speakers/tutors? rooms? events/conferences? courses?
newsletters | t | newsletter, mailing, email newsletter | subject! body sent_at | -
subscribers | p | subscriber, newsletter subscriber, mailing list subscriber, follower subscriber | email!* name subscribed_at is_active=true | newsletters/lists/channels/podcasts?
emails | t | email message, mail message, e-mail message | subject! body sent_at | sender:users? contacts/customers?
pins | t | pin, pinned image | title image_url! source_url | boards! users?
@saas
subscriptions | e | subscription, saas subscription, subscription record, recurring payment | status(trialing,active,past_due,cancelled=active) start_date! end_date renews_on | customers/users/members/subscribers/organizations/companies/accounts/readers/clients! plans/subscription_plans/membership_plans/magazines/boxes/products/podcasts/newspapers/services?
plans | t | plan, subscription plan, pricing plan, membership plan, pricing tier, price plan, membership type, tier | name!* price! billing_interval(monthly,yearly=monthly) description | -
features | t | product feature, plan feature, app feature, feature flag | name!* description is_enabled=false | plans/products?
api_keys | t | api key, access token | name! key_hash!* expires_at last_used_at | users/projects/organizations!
usage_records | e | usage record, usage, usage event, metered usage | quantity! recorded_at | subscriptions/customers/users!
licenses | f | software license, license key, product key | license_key!* expires_on seats:integer=1 | customers/users! products/software?
webhooks | t | webhook | url! event is_active=true | projects/users/organizations?
audit_logs | e | audit log, audit trail entry, event log, log entry, system log, logs | action! details:jsonb occurred_at ip_address | users/employees?
settings | t | setting, user setting, preference, configuration | key! value:text | users/organizations?
apps | t | mobile app, application entry, app entry | name! description version | developers/users?
servers | t | server machine, host, vm, virtual machine, node server | hostname!* ip_address os status(up,down=up) | datacenters/customers?
domains | t | domain name, web domain, domain | name!* expires_on registrar | customers/users/clients?
websites | t | website, web site, site page host | name! url! | owner:users/clients/customers?
links | t | link, short link, short url, bookmark, saved link, shortened url, favourite link | url! title description clicks:integer=0 | users? category:categories/folders?
clicks | e | click, link click, page view, pageview, view | clicked_at referrer ip_address | links/pages/ads/campaigns/videos/websites!
files | f | file, uploaded document, media file | name! file_url:file! size_bytes mime_type | folders? owner:users?
folders | t | folder, directory folder | name! | parent:folders? owner:users?
passwords | t | password entry, saved password, vault entry, credential | title! username website encrypted_password | users? folders?
prompts | t | prompt, ai prompt, prompt template | title! body! | users? category:categories?
@events
events | t | event, public event, party event, happening, conference event, function event, calendar event, gathering | title! description starts_at! ends_at location capacity:integer | venues? organizer:organizers/users? category:categories? calendars?
venues | l | venue, event venue, concert hall, theater, theatre, arena, event location, club venue, auditorium | name! address city capacity:integer | -
tickets_sold | t | event ticket, admission ticket, concert ticket, entry ticket, movie ticket, museum ticket, train ticket, bus ticket, lottery ticket, ticket | ticket_number* seat_number price status(available,sold,used,refunded=available) | events/concerts/screenings/shows/flights/exhibitions/performances/matches/trips/games! attendees/customers/users/visitors/buyers/fans/passengers/guests? ticket_types? seats? orders? museums?
ticket_types | c | ticket type, ticket category, ticket tier, ticket class | name! price! quantity:integer | events/concerts/festivals^
attendees | p | attendee, event attendee, delegate, conference attendee, visitor attendee, event goer | name! email* phone | -
registrations | e | registration, event registration, sign up, signup, event sign up | registered_at status(registered,attended,cancelled=registered) | events/workshops/conferences/courses/tournaments/sessions/classes/races/competitions/camps/sections! attendees/participants/users/members/students/players/teams/customers/runners!
organizers | p | organizer, organiser, host organizer, event planner, planner | name! email* phone | -
speakers | p | speaker, presenter, keynote speaker, panelist | name! email* bio company | -
talks | t | talk, presentation, keynote, conference session, panel | title! abstract starts_at ends_at | speakers! conferences/events? rooms/tracks?
conferences | t | conference, convention, summit, meetup, congress | name! location starts_on ends_on | -
workshops | t | workshop, seminar, webinar, masterclass | title! description starts_at capacity:integer price | instructors/trainers/speakers/teachers?
weddings | t | wedding, marriage | title wedding_date! venue budget | -
exhibitors | o | exhibitor, booth holder, stand holder | name! contact_email booth_number | events?
booths | l | booth, stand, stall, market stall | booth_number!* size price | events/markets? exhibitors/vendors?
calendars | t | calendar, agenda | name! color | owner:users?
concerts | e | concert, gig concert, show, performance, live show, music show, theater performance | title! starts_at! price | venues? artists/bands/performers/plays?
festivals | t | festival, fair, music festival | name! location starts_on ends_on | -
availability_slots | t | availability slot, availability, time slot, slot, appointment slot, timeslot | starts_at! ends_at! is_booked=false | doctors/employees/therapists/tutors/professionals/staff/rooms/users?
services | t | service, salon service, offered service, cleaning service, spa service | name! description duration_minutes:integer price | category:categories/service_categories? providers/employees?
@jobs
jobs | t | job, job posting, job listing, job offer, vacancy, job opening, open position, job ad, job post, job advert, position opening | title! description location salary_min salary_max employment_type(full_time,part_time,contract,internship=full_time) posted_at status(open,closed=open) | companies/employers/organizations! category:categories? recruiters?
applications | e | application, job application, applicant application, candidacy | status(submitted,reviewing,interview,offered,rejected=submitted) cover_letter resume_url applied_at | jobs/positions/vacancies/programs/scholarships/grants/internships/courses/job_postings! candidates/applicants/users/job_seekers/students!
applicants | p | candidate, applicant, job seeker, job applicant, jobseeker, jobhunter, interviewee | name! email!* phone resume_url | -
employers | o | employer, hiring company, recruiter company | name! website email | -
interviews | e | interview, job interview | scheduled_at! interview_type(phone,video,onsite=video) feedback result | applications/candidates/applicants! interviewer:employees/users/recruiters? jobs?
resumes | f | resume, cv, curriculum vitae | title file_url:file! | users/candidates/applicants!
internships | t | internship, apprenticeship | title! start_date end_date | companies! students?
@media
movies | t | movie, film, motion picture, cinema film | title! description release_year:integer duration_minutes:integer rating | directors? genres? studios?
actors | p | actor, actress, cast member, performer, performer artist | name! birth_date biography nationality | -
directors | p | director, film director, filmmaker | name! birth_date biography | -
screenings | e | screening, showtime, showing, movie showing, film screening, movie show | starts_at! price language | movies/films! halls/screens/theaters/auditoriums/rooms/cinemas!
halls | l | hall, cinema hall, screen, movie screen, cinema room, auditorium hall | name! capacity:integer | cinemas/venues?
cinemas | o | cinema, movie theater, movie theatre, multiplex | name! address city | -
tv_shows | t | tv show, series, tv series, television show, web series, anime | title! description start_year:integer end_year:integer | genres?
seasons | t | season, tv season, sports season, league season | name! number:integer starts_on ends_on | tv_shows/leagues/series^
episodes | t | episode, podcast episode, tv episode, show episode | title! description episode_number:integer published_at duration_seconds:integer audio_url | podcasts/shows/tv_shows/series/seasons^
podcasts | t | podcast, podcast show, audio show | title! description author language cover_image_url | host:users/hosts?
hosts | p | podcast host, host, show host, airbnb host | name! email bio | -
videos | t | video, video clip, clip, youtube video | title! description video_url:url! duration_seconds:integer published_at | channels? uploader:users? courses?
artists | p | artist, musician, singer, band, music artist, painter, recording artist, rapper, composer | name! biography country | -
albums | t | album, music album, record album, vinyl, vinyl record, lp | title! release_date cover_url | artists/bands! 
songs | t | song, track, music track, tune | title! duration_seconds:integer track_number:integer | albums? artists/bands? genres?
playlists | t | playlist, play list, music playlist | name! description is_public=true | users/listeners/members?
playlist_songs | d | playlist track, playlist item, playlist entry | position:integer! | playlists^ songs/tracks!
photo_albums | t | photo album, gallery, photo gallery, image gallery | title! description | users/photographers/events?
photographers | p | photographer, videographer | name! email phone | -
newspapers | t | newspaper, news outlet, news site | name! website | -
news_articles | t | news article, news item, news, news story, press article | title! body! published_at | author:authors/journalists/users? category:categories? sources?
journalists | p | journalist, reporter journalist, editor, news editor, columnist, blogger | name! email* bio | -
ads | t | advertisement, advert banner, banner, ad | title! image_url target_url starts_on ends_on | advertisers/campaigns?
plays | t | play, theater play, drama, musical, opera | title! description playwright | theaters?
games | t | game, video game, board game, computer game, mobile game | title! description release_date platform price | genres? developers/studios? publishers?
listening_events | e | listen, play history, listening history, stream, playback, song play | listened_at | users/listeners! songs/tracks/episodes!
watch_history | e | watch history, viewing history, watched movie | watched_at progress_seconds:integer | users/viewers/profiles! movies/videos/episodes!
watchlists | t | watchlist, watch list, to watch list | name | users!
comics | t | comic, comic book, manga, graphic novel | title! issue_number:integer published_on | publishers? series?
quotes_saved | t | famous quote, saying, citation | text:text! source | authors? books?
@sports
matches | e | match, football match, soccer match, game match, fixture, bout, duel, game, chess game, sports game | scheduled_at! home_score:integer away_score:integer status(scheduled,playing,finished=scheduled) | home,away:teams/clubs? first_player,second_player:players? tournaments/leagues/seasons/competitions? stadiums/venues/fields/courts? referees? rounds?
players | p | player, football player, soccer player, chess player, basketball player, footballer, athlete, sportsman, swimmer, cyclist, gamer, golfer | name! birth_date position jersey_number:integer nationality | teams/clubs?
coaches | p | coach, head coach, team coach | name! email phone | teams/clubs?
leagues | o | league, sports league, division league, football league | name! sport country | -
clubs | o | club, sports club, football club, book club, chess club, association, society, fan club | name! description address | -
tournaments | t | tournament, competition, championship, cup, contest, tourney | name! location starts_on ends_on format | organizers?
stadiums | l | stadium, sports field, pitch field, court, tennis court, sports court, playing field, field court, sports hall | name! city capacity:integer | clubs?
referees | p | referee, umpire | name! phone | -
match_events | e | match event, goal scored, booking card, game event | minute:integer! event_type(goal,yellow_card,red_card,substitution) | matches/games^ players! teams?
standings | e | standing, league table, ranking, leaderboard, leaderboard entry, high score, score | points:integer=0 rank:integer | teams/players/users/participants! leagues/tournaments/seasons/games/matches?
player_statistics | e | player stat, statistic, player statistic, stat, game stat | goals:integer=0 assists:integer=0 minutes_played:integer | players! matches/games/seasons?
rounds | t | round, tournament round, stage round, golf round | name! number:integer | tournaments/matches^
races | t | race, marathon, running race, race event, triathlon, grand prix | name! race_date distance_km location | circuits?
race_results | e | race result, result, competition result, finish time, lap time | position:integer finish_time points | races/competitions/events/tournaments/matches/games! runners/participants/drivers/athletes/players/riders/swimmers/teams!
transfers | e | player transfer, club transfer | transfer_date! fee | players! from,to:clubs/teams!
@fitness
gyms | o | gym, fitness center, fitness club, fitness studio, yoga studio, sports center | name! address phone | -
trainers | p | trainer, personal trainer, gym trainer, fitness instructor, fitness coach, yoga teacher, yoga instructor | name! email* phone specialty | gyms?
workouts | e | workout, training log, exercise session, workout log, gym session | workout_date! duration_minutes:integer notes | users/members/clients/athletes? trainers? workout_plans?
exercises | t | exercise, gym exercise, movement, drill | name!* muscle_group description | -
workout_plans | t | workout plan, training plan, workout program, training program, exercise plan, fitness plan | name! description weeks:integer | trainers? members/clients/users?
workout_sets | d | workout set, exercise set, set | reps:integer! weight set_number:integer | workouts^ exercises!
body_measurements | e | body measurement, weight log, weigh in, weight entry, body weight, progress entry | measured_on! weight body_fat_percent | users/members/clients!
runs | e | run, running log, jog, jogging session, bike ride, hike, walk | run_date! distance_km duration_minutes:integer | users/runners? routes/trails/shoes?
trails | t | trail, hiking trail, path, hiking route | name! length_km difficulty(easy,moderate,hard) location | parks?
sports | c | sport, sport type, sports discipline | name!* | -
@museum
museums | o | museum, art gallery, gallery house | name! address city | -
artworks | t | artwork, painting, sculpture, art piece, work of art, piece of art, masterpiece | title! year:integer medium description price | artists! museums/galleries? exhibitions?
exhibitions | t | exhibition, exhibit, art exhibition, art show | name! description starts_on ends_on | museums/galleries? curators? rooms?
artifacts | t | artifact, artefact, museum object, museum piece, relic, antique | name! origin period description acquired_on | museums/exhibitions/collections?
visitors | p | visitor, museum visitor, park visitor, zoo visitor | name! email phone | -
curators | p | curator, museum curator | name! email | -
`;
