/** Pets, farms, homes, hobbies, salons, devices. The notation is explained in `notation.ts`. */
export const livingTech = `
@pets
pets | t | pet, companion animal, furry friend | name! species breed birth_date weight | owners/customers/clients/users? shelters?
dogs | t | dog, puppy, hound | name! breed birth_date weight size | owners/customers/clients/breeders? kennels? shelters?
cats | t | cat, kitten | name! breed birth_date color | owners/customers? shelters?
animals | t | animal, livestock, farm animal, zoo animal, cattle, cow, sheep, goat, pig, shelter animal | name! species breed birth_date sex(male,female) | owners? shelters/farms/enclosures/barns/pens? species?
horses | t | horse, pony, mare | name! breed birth_date color | owners? stables?
breeds | c | breed, dog breed | name!* description | species?
veterinarians | p | veterinarian, vet, vet doctor, animal doctor | name! email* phone license_number* | clinics?
kennels | l | kennel, cage, stall kennel, stable, enclosure, aquarium, tank, terrarium, aviary, pen, barn | name! capacity:integer location | -
shelters | o | shelter, animal shelter, pet shelter, rescue center | name! address phone capacity:integer | -
adoptions | e | adoption, pet adoption | adopted_on! fee notes | pets/animals/dogs/cats! adopters/owners/customers/users/families!
adopters | p | adopter, foster family | name! email phone address | -
groomings | e | grooming, grooming appointment, pet grooming | scheduled_at! price notes | pets/dogs/cats! groomers?
feedings | e | feeding, feeding log, feeding schedule | fed_at! food amount | animals/pets/horses/cats/dogs/fish! keepers/zookeepers/caretakers?
zookeepers | p | zookeeper, keeper, animal keeper, caretaker | name! phone | -
fish | t | fish, goldfish | name! species birth_date | aquariums/tanks?
birds | t | bird, parrot, chicken, hen | name! species ring_number* | -
eggs | e | egg, egg collection, egg production | collected_on! count:integer! | chickens/hens/birds?
@farm
farms | o | farm, ranch, plantation, orchard | name! location area | farmers/owners?
fields | l | field, plot, farm field, parcel of land, land plot, garden bed, greenhouse, garden plot | name! area soil_type location | farms?
crops | t | crop, vegetable, harvest crop, fruit, grain | name! variety planting_date expected_harvest_date | fields/plots/farms?
harvests | e | harvest, crop yield, yield, honey harvest | harvested_on! quantity! unit | crops/hives/beehives/fields/vineyards/trees! farmers/beekeepers/workers?
plantings | e | planting, sowing, seeding | planted_on! quantity:integer | crops/seeds/plants! fields/plots/beds?
farmers | p | farmer, grower, rancher | name! phone email | -
plants | t | plant, houseplant, house plant, garden plant, flower, tree, herb, succulent | name! species location acquired_on notes | rooms/gardens/beds?
waterings | e | watering, watering log, watering schedule, irrigation | watered_at! amount_ml:integer | plants/crops/fields/gardens!
seeds | t | seed, seed packet | name! variety quantity:integer expires_on | suppliers?
gardens | l | garden, allotment, community garden, lawn | name! location | owner:users?
fertilizers | t | fertilizer, pesticide, fertiliser | name! composition | -
beehives | t | beehive, hive, bee colony, colony | name! location queen_year:integer installed_on | apiaries? beekeepers?
apiaries | l | apiary, bee yard | name! location | -
beekeepers | p | beekeeper | name! phone | -
milkings | e | milking, milk production | milked_at! liters! | cows/animals!
weather_observations | e | weather observation, weather record, weather reading, weather | observed_at! temperature humidity rainfall_mm | stations/locations/fields?
@salon
salons | o | salon, beauty salon, hair salon, barbershop, barber shop, spa, nail salon, tattoo studio | name! address phone | -
stylists | p | stylist, hairdresser, hair stylist, barber, beautician, masseur, massage therapist, nail technician, tattoo artist, hairstylist | name! email phone specialty | salons?
tattoos | t | tattoo, tattoo design | title! description price image_url | artists?
@laundry
laundry_orders | e | laundry order, laundry, dry cleaning order, wash order | received_at! ready_at status(received,washing,ready,collected=received) total | customers/clients!
garments | t | garment, clothing item, clothes, piece of clothing, outfit, dress, costume, shirt, cloth | name! category color size brand | laundry_orders/wardrobes? customers?
cleaners | p | cleaner, maid, housekeeper | name! phone hourly_rate | -
@iot
devices | t | device, iot device, gps device, smart device, tracker device, gadget, hardware device, smartphone, laptop, computer | name! serial_number* model firmware_version status(online,offline=offline) last_seen_at | users/owners/customers? locations/rooms/sites?
sensors | t | sensor, iot sensor, detector, probe | name! sensor_type serial_number* unit | devices? locations/rooms/sites/fields/machines?
readings | e | sensor reading, reading, sensor data, telemetry, telemetry reading, measurement data, sensor value, meter reading, sensor measurement | value:number! unit recorded_at! | sensors/devices/meters!
alerts | e | device alert, sensor alert, alarm | message! severity(info,warning,critical=warning) triggered_at is_resolved=false | devices/sensors/machines/patients?
gateways | t | gateway, hub, router | name! serial_number* ip_address | locations/sites?
firmware_updates | e | firmware update, firmware version, software update | version! released_on notes | devices?
gps_positions | e | gps position, position log, gps point, track point, location update, location history | latitude! longitude! recorded_at! | vehicles/devices/drivers/trips/users!
meters | t | meter, electricity meter, water meter, gas meter, smart meter | serial_number!* meter_type location | customers/properties/apartments/buildings?
energy_consumptions | e | energy consumption, consumption, energy usage, power usage | consumed_kwh! period_start:date period_end:date | meters/buildings/devices!
@home
houses_rooms | l | house room, living room | name! floor:integer | houses?
household_items | t | household item, belonging, home item, possession, inventory of home, thing | name! description purchase_date value location | rooms/houses? category:categories?
warranties | f | warranty, guarantee | product_name! purchase_date expires_on! | items/products/devices/customers?
chores | e | household chore, house chore, cleaning chore | title! due_date is_done=false | assignee:users/members/children/people?
bills | e | utility bill, household bill, rent bill | name! amount! due_date is_paid=false | users? category:categories?
moves | t | moving box, storage box, box | label! contents room | -
@personal
people | p | person, human, individual, human being | name! email phone birth_date | parent:people?
journal_pages | e | diary entry, journal entry, diary, journal, daily entry, diary page, gratitude entry | entry_date! title body | users?
notebooks | t | notebook, note book | title! | users?
relationships | e | relationship, family relationship, kinship | relationship_type! | person,related_person:people!
birthdays | e | birthday, anniversary | name! birth_date! | -
dreams | e | dream, dream log, dream journal entry | dreamed_on! title description | users?
gifts | t | gift, gift idea, present, christmas gift | name! price occasion is_bought=false | recipient:people/friends/guests/users?
stamps | t | stamp, postage stamp, coin, collectible, collectable, trading card, pokemon card, figurine, toy, lego set, vinyl toy | name! year:integer country condition value | collections/albums?
board_games | t | tabletop game, card game | name! min_players:integer max_players:integer | -
game_plays | e | play session, game session, game play | played_on! score:integer | games/board_games! players?
flashcards | t | flashcard, flash card | front! back! | decks^
decks | t | deck, card deck, flashcard deck | name! description | owner:users?
words | t | vocabulary word, vocabulary, word, translation, dictionary entry | term! translation language | users/languages?
languages | c | language, spoken language, tongue | name!* code* | -
period_logs | e | period log, cycle log, sleep log, sleep, sleep entry | logged_on! notes | users?
water_intakes | e | water intake, drink log | drunk_at! amount_ml:integer! | users?
funerals | e | funeral, burial | held_on! location | deceased/graves?
graves | l | grave, tomb, cemetery plot | plot_number!* location | cemeteries?
crimes | e | crime, police report, offense, arrest | occurred_at! description location | suspects/officers?
officers | p | police officer, officer, detective, firefighter, soldier | name! badge_number!* rank | stations/departments?
suspects | p | suspect, criminal, prisoner, inmate | name! birth_date | -
emergencies | e | emergency, emergency call, dispatch call, fire incident | occurred_at! location description | -
missions | e | mission, quest, expedition, assignment mission | name! description status(planned,active,completed=planned) | -
characters | p | character, hero, game character, fictional character, npc | name! description level:integer=1 | users/players/games/stories/books?
items | t | item, object, game item, lost item, inventory object, stuff | name! description quantity:integer=1 | category:categories? owner:users/owners? locations?
planets | t | planet, star, moon, asteroid, spaceship, satellite | name!* mass radius distance | -
chemicals | t | chemical, chemical compound, reagent, element | name! formula cas_number* quantity | suppliers/laboratories?
astronauts | p | astronaut, cosmonaut | name! nationality birth_date | missions?
inventions | t | invention, patent | title! patent_number* filed_on | inventors?
inventors | p | inventor | name! | -
conversations_ai | t | chatbot conversation, ai chat | title started_at | users?
mountains | l | mountain, peak, summit peak | name! height_m:integer location | -
climbs | e | climb, ascent, climbing log | climbed_on! notes | mountains/routes! climbers/users?
climbers | p | climber, mountaineer, hiker | name! | -
rivers | l | river, lake, beach, sea, island, park, national park, forest | name! location description | -
dives | e | dive, dive log, scuba dive | dived_on! depth_m duration_minutes:integer location | divers/users?
catches | e | catch, fishing catch, fish caught | caught_at! weight length | species? anglers/users?
`;
