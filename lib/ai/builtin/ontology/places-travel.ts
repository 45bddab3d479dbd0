/** Property, hospitality, travel, vehicles, logistics, insurance, banking, building. The notation is explained in `notation.ts`. */
export const placesTravel = `
@realestate
properties | t | property, real estate property, house, home, villa, rental property, estate, real estate, condo, building unit | address! city price property_type(house,apartment,land,commercial) bedrooms:integer bathrooms:integer area status(available,under_offer,sold,rented=available) | agents? owners/landlords/sellers? category:categories?
apartments | t | apartment, flat, rental apartment, rental flat | name! address number:integer rooms:integer area monthly_rent | buildings? landlords/owners?
units | t | unit, rental unit, apartment unit, housing unit | unit_number! floor:integer bedrooms:integer monthly_rent | buildings/properties?
buildings | l | building, tower, apartment building, block | name! address floors:integer | owners? companies?
landlords | p | landlord, landlady, property owner | name! email* phone | -
tenants | p | tenant, renter, lessee, lodger | name! email* phone move_in_date | apartments/units? 
leases | f | lease, rental agreement, rental contract, tenancy, lease agreement, lease contract | start_date! end_date monthly_rent! deposit status(active,ended=active) | tenants! apartments/units/properties/houses/flats!
maintenance_requests | e | maintenance request, repair request, maintenance ticket, maintenance issue | title! description status(open,in_progress,done=open) reported_at | apartments/units/properties/rooms/buildings/equipment/assets/machines? tenants/users/residents? contractors/technicians?
photos | f | photo, picture, image, photograph, pic | url:url! caption position:integer taken_at | properties/albums/listings/products/posts/events/apartments/rooms/cars/vehicles/galleries/trips/places/plants/pets/houses/recipes/profiles^ users/photographers?
viewings | e | viewing, showing of property, open house | scheduled_at! notes | properties/apartments/houses/listings! clients/customers/buyers/prospects! agents?
agencies | o | agency, real estate agency, travel agency, estate agency | name! address phone website | -
owners | p | owner, pet owner, proprietor, dog owner | name! email phone address | -
rents | e | rent, rent charge | amount! due_on paid_on | leases/tenants!
inspections | e | inspection, property inspection, safety inspection, audit, site inspection, quality check | inspected_at! result(passed,failed,pending=pending) notes | properties/vehicles/hives/beehives/sites/restaurants/equipment/buildings/machines/cars/projects! inspectors/employees/beekeepers/users?
amenities | c | amenity, facility, room amenity, feature | name!* icon | -
@hotel
hotels | o | hotel, motel, inn, hostel, resort, guesthouse, b&b, bed and breakfast, lodge | name! address city stars:integer phone | -
rooms | l | room, hotel room, guest room, conference room, meeting room, suite | room_number!* floor:integer capacity:integer price_per_night status(available,occupied,maintenance=available) | hotels? room_types? buildings?
room_types | c | room type, room category | name!* description base_price capacity:integer | hotels?
guests | p | guest, hotel guest, visitor guest, invitee, wedding guest | name! email phone | -
bookings | e | booking, hotel booking, room booking, class booking, stay, reservation record | check_in:date! check_out:date status(pending,confirmed,cancelled,completed=pending) total_price | rooms/hotels/tables/classes/events/flights/cars/vehicles/tours/apartments/properties/trips/courts/services/lessons/sessions/boats/bikes/listings/excursions/equipment/desks/packages/spaces/cabins/studios! guests/customers/clients/members/users/students/passengers/travelers/tenants/tourists!
housekeeping_tasks | e | housekeeping task, room cleaning, cleaning task, cleaning | scheduled_for:date! status(pending,done=pending) | rooms! housekeepers/employees/staff/cleaners?
cabins | l | cabin, cottage, campsite, pitch, camping spot, tent | name! capacity:integer price_per_night | -
@travel
trips | e | trip, journey, travel, itinerary, vacation trip, ride | title start_date end_date status(planned,ongoing,completed=planned) destination | users/customers/clients/passengers/travelers? vehicles/buses/trucks/cars/boats? drivers? routes?
destinations | l | destination, travel destination, place to visit | name! country description | -
tours | t | tour, guided tour, tour package, excursion, travel package | name! description price duration_days:integer capacity:integer | guides? destinations?
guides | p | guide, tour guide, museum guide | name! email phone languages | -
travelers | p | traveler, traveller, tourist, backpacker | name! email* passport_number* phone | -
passengers | p | passenger, flyer, rider passenger | name! email passport_number phone | -
airlines | o | airline, carrier airline, air carrier | name! iata_code* country | -
airports | l | airport, airfield | name! iata_code!* city country | -
flights | e | flight, airline flight, plane trip | flight_number! departure_time! arrival_time! status(scheduled,boarding,departed,landed,cancelled=scheduled) | airlines? departure,arrival:airports! aircraft/airplanes/planes? pilots?
aircraft | t | aircraft, airplane, plane, aeroplane, jet | registration!* model capacity:integer | airlines?
pilots | p | pilot, captain, cabin crew, flight attendant | name! license_number* phone | airlines?
seats | d | seat, plane seat | seat_number! row_number:integer | halls/aircraft/venues/flights/buses^
boarding_passes | f | boarding pass | seat_number gate issued_at | bookings/tickets! passengers? flights!
activities_places | l | attraction, point of interest, sight, landmark | name! description location | destinations/cities?
cities | l | city, town, municipality | name! region population:integer | countries?
countries | l | country, nation | name!* iso_code* | -
places | l | place, spot, location place | name! description address latitude longitude | cities? category:categories?
locations | l | location, site location, geo location | name! address latitude longitude | -
cruises | t | cruise, cruise trip | name! departs_on returns_on price | ships/boats?
boats | t | boat, yacht, ship, sailboat, vessel | name! boat_type length capacity:integer registration_number* | owners? marinas?
visas | f | visa, passport visa | visa_number* issued_on expires_on | travelers!
@vehicles
vehicles | t | vehicle, auto, company car, fleet vehicle, rental car, automobile, van | license_plate!* make! model! year:integer mileage:integer status(available,in_use,maintenance=available) | customers/owners/clients? drivers?
cars | t | car, rental vehicle car, used car, race car | make! model! year:integer license_plate* color price mileage:integer | customers/owners/clients/dealers?
drivers | p | driver, chauffeur, trucker, rider driver, cab driver | name! license_number!* phone hire_date | -
trucks | t | truck, lorry | license_plate!* make model capacity | -
rentals | e | rental, car rental, equipment rental, vehicle rental, hire, bike rental | start_date! end_date! total_price status(reserved,active,returned,cancelled=reserved) | cars/vehicles/equipment/tools/bikes/boats/movies/films/dvds/costumes/books/items/bicycles/instruments/scooters/skis! customers/clients/users/members/renters!
dealers | o | dealer, car dealer, dealership | name! address phone | -
maintenance_records | e | maintenance record, maintenance, vehicle maintenance, maintenance log, service record, vehicle service, servicing, oil change, upkeep | service_date! description cost mileage:integer | vehicles/cars/equipment/machines/trucks/assets/bikes/boats/aircraft/devices! mechanics/technicians?
fuel_logs | e | fuel log, refuel, fuel purchase, fill up, fuel entry, refueling, fueling | filled_on! liters! cost! odometer:integer | vehicles/cars/trucks! drivers?
repairs | e | repair, car repair, fix, repair job, repair order, phone repair, bike repair | description! status(pending,in_progress,done=pending) cost started_on completed_on | cars/vehicles/devices/bikes/machines/equipment/bicycles/watches/phones/computers/appliances! mechanics/technicians/employees? customers/clients?
mechanics | p | mechanic, auto mechanic, car mechanic | name! phone specialty | -
technicians | p | technician, field technician, repairman, service technician, engineer technician, electrician, plumber | name! phone specialty | -
parts | t | part, spare part, auto part, car part, component | name! part_number* price stock_quantity=0 | suppliers?
parking_lots | l | parking lot, car park, garage, parking garage | name! address capacity:integer | -
parking_spots | l | parking spot, parking space, parking slot, parking place, parking bay | spot_number!* floor:integer spot_type(standard,compact,disabled,electric=standard) is_occupied=false | parking_lots/garages/zones?
parking_sessions | e | parking session, parking ticket, parking record, parking | entered_at! exited_at fee | parking_spots! vehicles/cars!
charging_stations | l | charging station, ev charger, charge point | name! address power_kw status(available,occupied,offline=available) | -
charging_sessions | e | charging session | started_at! ended_at energy_kwh cost | charging_stations! vehicles/users/cars?
bikes | t | bike, bicycle, e-bike, scooter, motorcycle, motorbike | name! brand model serial_number* status(available,rented,maintenance=available) | owners/stations/customers?
accidents | e | accident, crash, collision | occurred_at! location description damage_cost | vehicles/cars! drivers?
test_drives | e | test drive | scheduled_at! notes | cars/vehicles! customers/clients!
@logistics
packages | t | package, parcel, box package, mail parcel | tracking_number!* weight status(registered,in_transit,delivered,returned=registered) | shipments? sender,recipient:customers? orders?
couriers | p | courier, delivery driver, delivery person, delivery man, rider | name! phone vehicle_type | -
carriers | o | carrier, shipping company, shipper, freight company, shipping carrier, haulier | name! phone website | -
shippers | o | shipper company, shipping provider | name! phone | -
routes | t | route, delivery route, bus route, transit line, bus line | name! distance_km | origin,destination:stations/stops/cities/locations/airports/warehouses/ports? drivers? vehicles?
stops | l | stop, bus stop, route stop | name! position:integer latitude longitude | routes?
stations | l | station, train station, bus station, metro station, subway station, gas station, petrol station | name! city code* | -
trains | t | train, tram, metro train | train_number!* capacity:integer | -
buses | t | bus, coach bus, minibus, school bus | license_plate!* capacity:integer model | -
containers | t | container, shipping container | container_number!* size weight | shipments/ships?
ports | l | port, harbor, harbour, marina | name! country | -
freight_loads | e | load, cargo, cargo load | description weight pickup_date delivery_date | trucks/vehicles? drivers? customers?
zones | l | zone, delivery zone, area, district, region, territory | name!* description | -
@insurance
policies | f | policy, insurance policy, insurance contract, coverage | policy_number!* policy_type premium! start_date! end_date status(active,lapsed,cancelled=active) | customers/clients/policyholders/patients/members! agents? vehicles/properties? insurance_companies?
claims | e | claim, insurance claim | claim_number* amount! incident_date status(submitted,approved,rejected,paid=submitted) description | policies/warranties! customers/policyholders? adjusters?
policyholders | p | policyholder, policy holder, insured person | name! email* phone birth_date | -
adjusters | p | adjuster, claims adjuster | name! phone | -
premiums | e | premium, premium payment | amount! due_on paid_on | policies!
@bank
banks | o | bank, credit union | name! swift_code* address | -
bank_accounts | t | bank account, account, checking account, savings account, deposit account | account_number!* balance=0 currency account_type(checking,savings=checking) opened_on | customers/clients/members/users/companies? branches? banks?
transactions | e | transaction, bank transaction, account transaction, money transaction, transfer, money transfer, deposit, withdrawal | amount! transaction_type(deposit,withdrawal,transfer) occurred_at description | accounts/bank_accounts/wallets! category:categories? customers/users?
bank_cards | t | bank card, credit card, debit card | card_number_last4 expires_on card_type(debit,credit) is_blocked=false | bank_accounts/accounts! customers?
bank_loans | t | bank loan, mortgage, credit loan, personal loan | amount! interest_rate term_months:integer start_date status(applied,active,paid_off=applied) | customers/clients/members! bank_accounts?
loan_payments | e | loan payment, repayment, loan repayment | amount! paid_on | bank_loans/loans!
investments | t | investment, holding, portfolio position, asset holding | name! amount purchase_price purchased_on | portfolios? users/investors/clients?
portfolios | t | portfolio, investment portfolio | name! description | users/clients/investors?
investors | p | investor, shareholder | name! email* phone | -
stocks | t | stock share, share, security, ticker, equity | symbol!* name exchange | -
trades | e | trade, stock trade, stock order | side(buy,sell)! quantity! price! traded_at | stocks/securities/cryptocurrencies? portfolios/accounts? users/traders?
currencies | c | currency, cryptocurrency, coin currency, crypto | code!* name! symbol | -
exchange_rates | e | exchange rate, currency rate | rate! valid_on:date | base,quote:currencies!
wallets | t | wallet, digital wallet | name balance=0 currency | users/customers!
@construction
construction_sites | l | construction site, building site, job site, site, worksite | name! address start_date | projects? clients?
contractors | p | contractor, subcontractor, builder, tradesman | name! trade phone email | -
work_orders | e | work order, job order, service order, job ticket | title! description status(open,in_progress,completed=open) scheduled_for:date | projects/equipment/machines/assets/customers/vehicles/properties/sites? contractors/technicians/employees/mechanics?
materials | t | material, building material, raw material, supply material, supply | name! unit unit_cost stock_quantity=0 | suppliers?
equipment | t | equipment, machine tool, gym equipment, gear, tool, appliance, machinery | name! serial_number* category condition purchased_on | locations/gyms/sites/projects?
machines | t | machine, production machine, device machine, vending machine, printer | name! model serial_number* status(running,stopped,maintenance=running) | factories/locations/production_lines?
blueprints | f | blueprint, drawing, architectural plan, floor plan | title! file_url:file version | projects/buildings^
architects | p | architect, designer, interior designer | name! email phone | -
daily_logs | e | daily log, site diary, daily report, site log | log_date! weather notes | projects/sites^ 
@manufacturing
factories | o | factory, plant factory, manufacturing plant, facility plant | name! address | -
production_orders | e | production order, manufacturing order, production run, manufacturing run | quantity:integer! start_date due_date status(planned,running,done=planned) | products! machines? factories?
bills_of_materials | d | bill of material, bom, recipe item | quantity! unit | products! materials/parts/components!
quality_checks | e | quality inspection, quality control, qc check | checked_at result(passed,failed) notes | batches/products/production_orders! inspectors?
production_lines | l | production line, assembly line | name! capacity:integer | factories?
`;
