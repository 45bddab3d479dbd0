/** What English words usually stand for in the columns and tables of databases. Data only. */

import { dictionary } from "../dictionary.ts";

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/** Tables whose rows are people or organisations: asked about with "who" and "by". */
export const personNouns = words(`
  user person people member customer client employee staff student teacher author doctor patient contact guest player
  owner agent manager driver instructor trainer coach artist musician singer actor director writer editor volunteer
  candidate applicant tenant landlord supplier vendor company organization organisation donor parent child pupil
  professor tutor nurse therapist attendee participant reader subscriber seller buyer account profile friend lead
  worker colleague courier rider pilot plumber electrician broker seller recruiter analyst engineer developer designer chef waiter lawyer farmer athlete researcher scientist host speaker sponsor publisher borrower
  organizer organiser reviewer creator assignee technician mechanic partner
`);

/** Columns that hold the name of a person or an organisation as plain text. */
export const personColumns = words(`
  author artist director writer composer singer created_by owner manager instructor teacher assignee assigned_to
  publisher speaker host contact_name customer_name client_name organizer organiser editor reporter brand
  manufacturer supplier vendor company agency firm organization organisation employer trainer coach
`);

export const placeColumns = words(`
  city country town state region location place address county province district venue continent area street
  hometown birthplace office neighborhood neighbourhood
`);

/** Columns that sort rows into kinds, most telling first. */
export const categoryColumns: readonly string[] = [
  "category",
  "type",
  "kind",
  "genre",
  "specialty",
  "speciality",
  "specialization",
  "department",
  "role",
  "cuisine",
  "subject",
  "class",
  "group",
  "brand",
  "color",
  "colour",
  "language",
  "position",
  "species",
  "breed",
  "format",
  "style",
  "topic",
  "industry",
  "section",
  "membership_type",
  "plan",
  "tier",
  "difficulty",
  "method",
  "payment_method",
  "gender",
  "size",
  "model",
  "make",
  "team",
  "field",
  "source",
  "tag",
  "label",
  "status",
  "state",
  "stage",
  "priority",
  "level",
];

/** Tables whose rows sort other rows into kinds or places. */
export const groupNouns = words(`
  category genre department course class project team group room playlist album folder list school warehouse type
  brand tag topic subject section collection series shelf branch store venue location city country region program
  programme campaign event board channel league tournament menu chapter label stage
`);

export const statusColumns: readonly string[] = [
  "status",
  "state",
  "stage",
  "phase",
  "condition",
  "approval",
];

/** Words that name a value of a status column wherever there is one. */
export const statusWords = words(`
  active inactive pending paid unpaid shipped delivered cancelled canceled completed complete done open closed draft
  published archived scheduled approved rejected failed confirmed refunded processing todo new blocked resolved
  submitted accepted declined expired suspended banned available unavailable sold rented occupied vacant reserved
  booked planned ongoing finished started stopped paused won lost signed sent received verified enabled disabled
  returned lent running upcoming live hidden deleted late overdue partial partially_paid in_progress on_hold no_show
  checked_in checked_out out_for_delivery in_review in_transit backlog public private
`);

/** Other words for the same state: which one a column uses cannot be known without its list of values. */
export const stateSynonyms: readonly (readonly string[])[] = [
  ["done", "completed", "complete", "finished"],
  ["cancelled", "canceled"],
  ["in_progress", "started", "ongoing"],
  ["todo", "to_do", "not_started"],
];

/** Statuses after which nothing is left to do. */
export const closedStatuses: readonly string[] = [
  "done",
  "completed",
  "complete",
  "closed",
  "cancelled",
  "canceled",
  "resolved",
  "finished",
  "returned",
  "paid",
  "delivered",
  "archived",
];

export const priorityWords = words("high low medium urgent critical normal highest lowest");

/** How something was paid or sent, as opposed to by whom. */
export const methodWords = words(`
  card cash credit debit paypal cheque check transfer bank invoice stripe email mail phone sms post online voucher crypto
`);

/** Words that say the opposite of a flag's name. */
export const antonyms = dictionary<string>({
  private: "public",
  hidden: "visible",
  disabled: "enabled",
  offline: "online",
  closed: "open",
  pending: "done",
  outstanding: "paid",
  absent: "present",
  missed: "attended",
});

/** Other names for one and the same kind of row; used where a schema has no table of the word itself. */
export const nounSynonyms: readonly (readonly string[])[] = [
  ["customer", "client", "buyer", "shopper"],
  ["user", "member", "account", "person"],
  ["employee", "staff", "worker", "colleague"],
  ["product", "item", "article", "good"],
  ["order", "purchase", "sale"],
  ["post", "article", "entry", "story"],
  ["comment", "reply", "response"],
  ["appointment", "visit", "booking", "consultation", "session"],
  ["reservation", "booking"],
  ["doctor", "physician", "practitioner"],
  ["student", "pupil", "learner"],
  ["teacher", "instructor", "professor", "tutor", "lecturer"],
  ["trainer", "coach", "instructor"],
  ["course", "class", "subject", "lesson", "lecture"],
  ["enrollment", "registration", "enrolment"],
  ["loan", "borrowing", "checkout", "lending"],
  ["rental", "rent", "hire"],
  ["member", "borrower", "reader", "subscriber", "patron"],
  ["task", "todo", "ticket", "issue", "job"],
  ["invoice", "bill"],
  ["category", "type", "group"],
  ["tag", "label", "keyword"],
  ["movie", "film"],
  ["song", "track"],
  ["artist", "musician", "band", "singer"],
  ["company", "organization", "organisation", "business", "firm"],
  ["property", "listing", "home"],
  ["vehicle", "car"],
  ["review", "rating", "feedback"],
  ["event", "meeting"],
  ["attendee", "participant", "guest"],
  ["expense", "cost", "spending"],
  ["workout", "exercise", "training"],
  ["pet", "animal"],
  ["dish", "meal", "menu_item"],
  ["team", "club"],
  ["match", "game", "fixture"],
];

/** Names of columns that say that something came to its end; while it is empty, it goes on. */
export const closingColumns =
  /^(returned|ended|end|closed|completed|finished|checked_out|check_out|resolved|left|terminated|cancelled|paid|delivered|discharged)(_at|_on|_date|_time)?$/;

export const dueColumns =
  /^(due|deadline|expires|expiry|expiration|payment_due|return_by|expected_return)(_at|_on|_date|_time)?$/;
