import { describe, expect, it } from "vitest";
import { generateBuiltin } from "#lib/ai/builtin/generate.ts";
import { checkSchema } from "#lib/catalog/checks/check-schema.ts";
import type { Schema } from "#lib/catalog/types.ts";
import { usersTable } from "#lib/catalog/users-table.ts";
import { missing } from "./expectations.ts";

function schemaOf(description: string, base: Schema = { tables: [] }): Schema {
  const draft = generateBuiltin({ description, messages: [], base });
  expect(draft.status).toBe("ok");
  expect(checkSchema(draft.schema)).toEqual([]);
  return draft.schema;
}

const kinds: readonly (readonly [string, string])[] = [
  ["hotel booking", "rooms; guests; hotel_bookings > rooms; hotel_bookings > guests"],
  ["job board", "jobs > companies; applications > jobs; applications > candidates"],
  ["podcast hosting platform", "episodes > podcasts"],
  ["church management", "members; donations > members"],
  ["vet clinic", "pets > owners; appointments > pets"],
  ["auction site", "bids > auctions; bids > users"],
  ["survey tool", "questions > surveys; answers > questions"],
  ["insurance agency database", "policies > customers; claims > policies"],
  ["bank", "accounts > customers; transactions > accounts"],
  ["football league", "players > teams; matches > teams x2"],
  ["recipe sharing website", "recipes >< ingredients"],
  ["flower shop", "orders > customers"],
  ["bike sharing", "bikes; users; trips > users"],
];

const singles: readonly (readonly [string, string])[] = [
  [
    "Table of invoices: number, date, client name, total, paid",
    "invoices.date:date; invoices.total:numeric; invoices.paid",
  ],
  [
    "I need to store movies with title, director, release year and duration in minutes",
    "movies.release_year:integer; movies.duration:integer",
  ],
  [
    "sensor readings: sensor id, temperature, recorded at",
    "sensor_readings.temperature:number; sensor_readings.recorded_at:timestamptz",
  ],
  [
    "store bookmarks (url, title, favorite yes/no, tags)",
    "bookmarks.url:url; bookmarks.favorite:boolean; bookmarks.tags:text[]",
  ],
  [
    "Product catalog with SKU (unique), name (required), stock quantity default 0 and a JSON column for specs",
    "products.sku*; products.name!; products.stock_quantity:integer; products.specs:jsonb",
  ],
  [
    "meeting rooms with name, floor, has projector",
    "meeting_rooms.floor:integer; meeting_rooms.has_projector:boolean",
  ],
  [
    "Car listing: make, model, fuel type (petrol, diesel), sold",
    "car_listings.fuel_type:enum; car_listings.sold:boolean",
  ],
];

const ties: readonly (readonly [string, string])[] = [
  [
    "Every task is assigned to one employee and belongs to a project. Task status is one of todo, doing, done and defaults to todo.",
    "tasks > employees; tasks > projects; tasks.status:enum",
  ],
  [
    "Categories can have a parent category. Products belong to exactly one category. Product slug is unique.",
    "categories > categories; products > categories; products.slug*",
  ],
  [
    "Users can follow other users. The handle must be unique and required.",
    "follows > users x2; users.handle*!",
  ],
  [
    "Messages are sent from one user to another user, with a body and read flag.",
    "messages > users x2; messages.is_read:boolean",
  ],
  [
    "Each match is played between a home team and an away team at a stadium.",
    "matches > teams x2; matches > stadiums",
  ],
  [
    "Suppliers can supply many products and a product can come from many suppliers; keep the cost.",
    "suppliers >< products",
  ],
  [
    "An event has many tickets, each ticket has a price and is bought by an attendee. Attendee email is required and unique.",
    "tickets > events; tickets > attendees; attendees.email*!",
  ],
  ["A person has a mother and a father who are also persons.", "people > people x2"],
  [
    "Doctors have one or more specialties and a specialty can be shared by many doctors.",
    "doctors >< specialties",
  ],
  ["Each club has an advisor who is a teacher.", "clubs > teachers"],
  [
    "A patient can have many prescriptions; each prescription is written by a doctor and lists several medications with dosage.",
    "prescriptions > patients; prescriptions > doctors; prescription_items > medications; prescription_items.dosage",
  ],
];

const prose: readonly (readonly [string, string])[] = [
  [
    "Owners have a name. Each dog belongs to an owner and has a name, a breed and notes about food. Rooms have a number. " +
      "A booking is for a dog in a room with check-in and check-out dates, status (asked, confirmed, checked in) and total price.",
    "dogs > owners; dogs.breed; dogs.notes; bookings > dogs; bookings > rooms; bookings.check_in:date; " +
      "bookings.check_out:date; bookings.status:enum; bookings.total_price:numeric",
  ],
  [
    "A cinema: movies are shown at screenings in a hall with a start time; customers buy tickets for a screening with a seat number",
    "screenings > movies; screenings > halls; tickets > screenings; tickets > customers; tickets.seat_number",
  ],
  [
    "University: departments offer courses, professors belong to a department",
    "courses > departments; professors > departments",
  ],
  [
    "bug tracker where projects have issues; issues have a reporter, an assignee, labels and comments",
    "issues > projects; issues > users x2; issues >< labels; comments > issues",
  ],
  [
    "Logistics: shipments go from an origin warehouse to a destination warehouse, carried by a truck",
    "shipments > warehouses x2; shipments > trucks",
  ],
  [
    "Chess club: players with rating, tournaments, games between two players with result and date",
    "games > players x2; games > tournaments; games.result",
  ],
  [
    "freelance invoicing: clients, projects, time entries with hours and hourly rate, invoices",
    "time_entries.hours:number; time_entries > projects; invoices > clients",
  ],
  [
    "construction company with projects, materials and the amounts of materials used in each project",
    "projects >< materials",
  ],
  [
    "an app where students can ask questions and teachers answer them",
    "questions > students; answers > teachers; answers > questions",
  ],
];

const noisy: readonly (readonly [string, string])[] = [
  [
    "pls make me databse 4 my bakery shop, i sell cakes and have custmers who place ordrs",
    "cakes; customers; orders > customers",
  ],
  [
    "want keep track of studnts and there attendence for each clas",
    "students; classes; attendance > students",
  ],
  [
    "app 4 car repair shop!!! customers cars repairs mechanics parts",
    "cars > customers; repairs > cars; mechanics; parts",
  ],
  ["TRACK DONATIONS FROM DONORS TO CAMPAIGNS", "donations > donors; donations > campaigns"],
];

const languages: readonly (readonly [string, string])[] = [
  [
    "Application de gestion d'école avec des élèves, des professeurs, des cours et des notes",
    "students; teachers; courses; grades > students",
  ],
  ["Un hôtel avec des chambres, des clients et des réservations", "rooms; customers; reservations > rooms"],
  [
    "Aplicación para una clínica con médicos, pacientes y citas",
    "appointments > doctors; appointments > patients",
  ],
  ["Eine Bibliothek mit Büchern, Autoren und Ausleihen", "books; authors; loans > books"],
  ["Ein Onlineshop mit Kunden, Bestellungen und Produkten", "orders > customers; orders >< products"],
  ["Un'applicazione per gestire ricette con ingredienti e categorie", "recipes >< ingredients; categories"],
  ["Uma loja com produtos, clientes e vendas", "products; customers; sales > products"],
  ["Een webwinkel met klanten, producten en bestellingen", "orders > customers; orders >< products"],
  ["Приложение для магазина: товары, клиенты, заказы", "orders > customers"],
  ["图书馆管理系统，包括图书、作者和借阅", "books; authors; loans > books"],
];

describe("plain words to a schema", () => {
  it.each(kinds)("gives a kind of application its core: %s", (prompt, expected) => {
    expect(missing(schemaOf(prompt), expected)).toEqual([]);
  });

  it.each(singles)("gives one table the columns that are listed: %s", (prompt, expected) => {
    const schema = schemaOf(prompt);
    expect(missing(schema, expected)).toEqual([]);
    expect(schema.tables).toHaveLength(1);
  });

  it.each(ties)("keeps every stated rule: %s", (prompt, expected) => {
    expect(missing(schemaOf(prompt), expected)).toEqual([]);
  });

  it.each(prose)("finds who refers to whom in prose: %s", (prompt, expected) => {
    expect(missing(schemaOf(prompt), expected)).toEqual([]);
  });

  it.each(noisy)("reads through mistakes: %s", (prompt, expected) => {
    expect(missing(schemaOf(prompt), expected)).toEqual([]);
  });

  it.each(languages)("reads other languages: %s", (prompt, expected) => {
    expect(missing(schemaOf(prompt), expected)).toEqual([]);
  });

  it("extends the users that every database has instead of adding a second table", () => {
    const schema = schemaOf("Users have a unique username and a bio. A user has many posts.", {
      tables: [usersTable],
    });
    expect(schema.tables.map((table) => table.name)).toEqual(["users", "posts"]);
    expect(missing(schema, "users.username*; users.bio; users.password_hash; posts > users")).toEqual([]);
  });

  it("reads what links one thing to another as a thing of its own, that has both", () => {
    const club =
      "Members have a name and joined on a date. Plots have a number. A rental links a member to a plot with a start and end date and a yearly fee.";
    const rentals = "rentals > members; rentals > plots; rentals.start_date:date; rentals.yearly_fee:numeric";
    expect(missing(schemaOf(club), `members.joined_on:date; ${rentals}`)).toEqual([]);
    const school =
      "Students have a name. Courses have a title. An enrollment connects a student with a course and has a grade.";
    expect(
      missing(schemaOf(school), "enrollments > students; enrollments > courses; enrollments.grade"),
    ).toEqual([]);
  });

  it("goes on where the conversation was", () => {
    const draft = generateBuiltin({
      description: "books also need a price",
      messages: [
        { role: "user", content: "A library with books and authors" },
        { role: "assistant", content: "Two tables: books and authors." },
      ],
      base: { tables: [usersTable] },
    });
    expect(missing(draft.schema, "books.price:numeric; authors")).toEqual([]);
  });
});
