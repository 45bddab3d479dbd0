/** What English verbs usually leave behind in the tables and columns of databases. Data only. */

import { dictionary } from "../dictionary.ts";
import { root } from "./inflection.ts";

/** What a verb is about when nothing else says it: "who earns the most". */
export const verbConcepts = dictionary<string>({
  earn: "salary",
  cost: "price",
  weigh: "weight",
  spend: "money",
  pay: "money",
  scor: "rating",
  charg: "price",
  sell: "sold",
  last: "length",
});

/** Verbs and the names of the tables or columns that record what they say. */
const recordedIn = dictionary<readonly string[]>({
  borrow: ["loan", "borrow", "checkout", "rental", "rent"],
  lend: ["loan", "lend"],
  loan: ["loan"],
  buy: ["order", "purchas", "sell", "order_item", "item", "transaction"],
  purchas: ["order", "purchas", "sell", "order_item", "transaction"],
  order: ["order", "purchas", "deliver", "order_item"],
  sell: ["sell", "order_item", "order", "transaction"],
  spend: ["order", "pay", "purchas", "expens", "transaction"],
  see: ["appoint", "visit"],
  visit: ["visit", "appoint", "trip"],
  treat: ["appoint", "treat", "visit"],
  book: ["book", "reserv", "appoint"],
  reserv: ["reserv", "book"],
  rent: ["rent", "leas", "rental"],
  writ: ["auth", "author", "writ"],
  work: ["assign", "shift", "employ", "job"],
  play: ["play", "match", "perform"],
  attend: ["attend", "regist", "enroll"],
  tak: ["enroll", "regist", "attend"],
  study: ["enroll", "regist"],
  regist: ["regist", "enroll"],
  signup: ["regist", "enroll", "creat"],
  pay: ["pay", "invoic"],
  watch: ["watch", "view"],
  rat: ["rat", "review"],
  live: ["addres"],
});

/** The same by the verb's root; tables and columns are named by roots as well. */
export const verbRoots = dictionary<readonly string[]>(
  Object.fromEntries(
    Object.entries(recordedIn).map(([verb, names]) => [
      root(verb),
      names.map((name) => (name.includes("_") ? name : root(name))),
    ]),
  ),
);
