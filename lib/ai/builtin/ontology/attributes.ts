/**
 * Attributes: the words that name a column and what they mean. \`column:type | other words for it\`.
 * A type left out is inferred from the name.
 */
export const attributes = `
name | nom complet
full_name
first_name | firstname, given name, forename, christian name
last_name | lastname, surname, family name
middle_name
email | e-mail, mail, email address, e-mail address, mail address
phone | phone number, telephone, telephone number, mobile, mobile number, cell, cell phone, cellphone, tel, contact number, mobile phone
address | street address, home address, postal address, mailing address
street
city | town name
state
zip_code | zip, zipcode, postal code, postcode, post code
country
title
description | desc, short description, summary description
summary
body | body text
content
text
message
notes | note, remark, remarks
comment
price | unit price:unit_price, selling price, sale price:sale_price
unit_price
cost
amount
total | grand total, sum
total_amount
subtotal
tax
discount
currency
quantity | qty, count of, number of units
stock_quantity | stock, quantity in stock, stock level, in stock count, stock count
status
state
priority
severity
category
type
kind
color | colour
size
weight
height
width
length
depth
volume
age
gender | sex
birth_date | date of birth, birthday, birthdate, dob, birth day
due_date | deadline, due day
start_date | starting date, begin date, date of start, from date
end_date | ending date, finish date, to date
start_time | starting time, begin time
end_time | ending time, finish time
duration | length of time
rating | star rating, stars
score
grade
url | link, web link, web address, website link
website | web site, homepage, web page
image_url | image, picture, photo url, thumbnail, cover, cover image, avatar, logo, icon
avatar_url | profile picture, profile photo, profile image
photo_url | photo
bio | biography, about, about me
username | user name, login, nickname, nick, user handle, screen name
handle
password_hash | password, hashed password, passwd
slug
code
sku | stock keeping unit
barcode | ean, upc
isbn
serial_number | serial, serial no
license_plate | plate number, registration plate, plate, number plate, licence plate
vin
mileage | odometer, km driven, kilometers
position
sort_order | order number in list, ordering
latitude | lat
longitude | lng, lon, long
location
is_active | active, is active, enabled, active flag
is_published | published, is published
is_completed | completed, is done, done flag, is completed, finished
done | done
is_public | public
is_paid | paid, is paid
is_read | read flag, is read
is_featured | featured
is_verified | verified
is_favorite | favorite flag
is_available | available
is_online | online, online flag
in_stock:boolean | available in stock
published_at | publish date, publication time, publishing date, published date
published_year:integer | publication year, year of publication, year published, publishing year
release_year:integer | year of release
release_date | date of release
year:integer
pages:integer | number of pages, page count, page number, num pages
number | no, num
invoice_number
order_number
order_date | date of order, ordered date
invoice_date
issue_date | date of issue, issued date
payment_date | date of payment
hire_date | date of hire, hiring date, hired date, date hired, employment date, date of employment
joined_at | join date, joining date, date joined, member since
return_date
loan_date | date of loan, borrow date, borrowing date, date borrowed
expiry_date | expiration date, expiration, expires, best before, expire date, use by date, exp date
purchase_date | date of purchase, bought on, date bought
enrollment_date | date of enrollment, enrolment date
visit_date
date
time
datetime:timestamptz | date and time, date time
timestamp:timestamptz
created_at | creation date, created, date created, created date, creation time
updated_at | last updated, modified date, last modified, update date
last_seen_at | last seen, last online, last active
last_login_at | last login
job_title | job position, role title
job
role
department
company | company name:company_name, employer name
salary | wage, pay, base salary:base_salary, monthly salary, yearly salary
hourly_rate | rate per hour, hour rate
rate
balance
tags:text[] | keywords, labels
breed
species
blood_type | blood group
temperature
humidity
pressure
battery_level:number | battery, battery percentage, battery status
model
make
brand
manufacturer
capacity:integer | max capacity, number of seats, maximum capacity, max participants, max attendees
seats:integer | seat count
bedrooms:integer | number of bedrooms, beds count
bathrooms:integer | number of bathrooms
rooms:integer | number of rooms
area:number | surface, square meter, square footage, sqm, square feet, floor area
floor:integer | floor number
party_size:integer | number of people, people count, number of guests:number_of_guests, number of persons, guest count, headcount
servings:integer | number of servings, portions
calories:integer | kcal, calorie count
prep_time:integer | preparation time
cooking_time:integer | cook time
instructions | directions, how to
method
payment_method | method of payment
reason
diagnosis
symptoms | symptom list
dosage | dose
tracking_number
reference_number | reference no
license_number | licence number, driving licence number, driver license number
passport_number | passport
national_id | national id number, ssn, social security number, id card number, identity number, personal id
tax_id | vat number, tax number, tin, vat id
iban | bank account number
account_number
iata_code | iata, airport code
flight_number
departure_time:timestamptz | departure
arrival_time:timestamptz | arrival
gate
seat_number | seat no
room_number
check_in:date | check in date, check-in, checkin, arrival date
check_out:date | check out date, check-out, checkout date, departure date
genre
language
nationality
industry
budget
goal_amount | funding goal, goal amount, target amount
version
answer
question
caption
subject
metadata:jsonb | meta data, extra data, custom field, additional data, specs, specifications
settings:jsonb | preferences, config
attachment:file
file_url:file | file, document file, pdf
resume_url | resume file, cv file
audio_url | audio, audio file, audio url
video_url | video url, video file
ip_address | ip
points:integer
level
likes_count:integer | number of likes, like count
views:integer | view count, number of views, views count
lap_time | time per lap
reps:integer | repetitions
sets:integer | number of sets
exercise
mood:integer
region
grape
vintage:integer
director
author
artist
publisher
edition
format
condition
value
unit
percentage
frequency
interval
shift
specialty | speciality, specialization, area of expertise
qualification | degree
experience | years of experience:years_of_experience
motto
signature
terms
hours
minutes:integer
opening_hours | open hours, business hours
dietary_restrictions | dietary requirements, diet
rsvp_status | rsvp
medication
dose
result
outcome
home_score:integer | home goals, home team score
away_score:integer | away goals, away team score
gross_pay:numeric
net_pay:numeric
bank_account | bank details
deductions:numeric
base_salary:numeric | basic salary
last_watered_at | last watered, last watered date
sunlight_needs | sunlight, light needs, light requirement
issue_number
size_category
bank_name
expected_delivery_date
delivery_date
publication_date
lesson_date
appointment_date
event_date
registration_date | date of registration
admission_date | date of admission
discharge_date
arrival_date
departure_date
manufacture_date
warranty_until:date
installation_date
inspection_date
harvest_date | date of harvest
planting_date | date planted
acquisition_date
sale_date | date of sale, sold on
donation_date | date of donation
transaction_date
visit_time:timestamptz
meeting_point
emergency_contact
next_of_kin
marital_status
religion
ethnicity
occupation
profession
education_level
height_cm:number
weight_kg:number
pulse:integer
blood_pressure
heart_rate:integer
cause
remedy
ingredients_list
nutritional_value
allergens:text[]
cuisine
difficulty
difficulty_level
meal_type
story
plot
synopsis
trailer_url
runtime:integer
budget_amount
box_office:numeric
lyrics
bpm:integer
record_label
stock_symbol
exchange
interest_rate
term_months:integer
credit_limit:numeric
credit_score:integer
overdraft_limit:numeric
swift_code
routing_number
policy_number
premium
coverage
coverage_amount:numeric
deductible:numeric
engine_size
fuel_type
transmission
horsepower:integer
number_of_doors:integer
top_speed:number
wing_span:number
max_speed:number
max_weight:number
altitude:number
wind_speed:number
wind_direction
rainfall:number
soil_type
soil_ph:number
yield:number
irrigation_type
team_size:integer
jersey_number:integer | shirt number
squad_number:integer
nickname
slogan
logo_url
founded_year:integer | founding year, year founded, foundation year
founded_on:date
headquarters
number_of_employees:integer | employee count
annual_revenue:numeric
market_cap:numeric
opening_time:time
closing_time:time
check_in_time:time
check_out_time:time
monthly_rent:numeric
monthly_fee:numeric
annual_fee:numeric
yearly_fee:numeric
daily_rate:numeric
monthly_salary:numeric
annual_salary:numeric
monthly_cost:numeric
weekly_hours:number
starting_price:numeric
pickup_time:timestamptz | pick up time
end_time
reorder_level:integer
gps_coordinates | gps coordinate, coordinate, coordinates
health_status
confirmed | is confirmed
sold:boolean | is sold
emergency_contact
protocol
allergies_text
haircut_price:numeric
manager
assignee
owner
sender
recipient
reporter
`;
