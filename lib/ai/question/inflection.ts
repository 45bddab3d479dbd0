import { singular } from "../builtin/text/inflection.ts";
import { dictionary } from "../dictionary.ts";

/** Verb forms and derived nouns whose root no rule gives. */
const irregularRoots = dictionary<string>({
  bought: "buy",
  taught: "teach",
  wrote: "writ",
  written: "writ",
  sold: "sell",
  sale: "sell",
  paid: "pay",
  sent: "send",
  made: "make",
  spent: "spend",
  held: "hold",
  born: "birth",
  birthday: "birth",
  dob: "birth",
  taken: "take",
  took: "take",
  given: "giv",
  gave: "giv",
  lent: "lend",
  led: "lead",
  drawn: "draw",
  driven: "driv",
  flown: "fly",
  won: "win",
  lost: "lose",
  shipment: "ship",
  shipping: "ship",
  shipped: "ship",
  delivery: "deliv",
  subscription: "subscrib",
  enrolment: "enroll",
  enrol: "enroll",
  enrolled: "enroll",
  canceled: "cancel",
  cancelled: "cancel",
  cancellation: "cancel",
  registration: "regist",
  attendance: "attend",
  membership: "member",
  done: "done",
  seen: "see",
  saw: "see",
  ridden: "rid",
});

const suffixes = ["ment", "ion", "ing", "ee", "er", "or", "ied", "ed"];

/**
 * What a noun and its verb have in common: `enrollments` and `enrolled` are both `enroll`, `assignee` is `assign`.
 * Crude on purpose; it is only ever compared with the roots of a schema's own names.
 */
export function root(word: string): string {
  const noun = singular(word);
  const known = irregularRoots[word] ?? irregularRoots[noun];
  if (known !== undefined) return known;
  const suffix = suffixes.find((ending) => noun.endsWith(ending) && noun.length - ending.length >= 3);
  if (suffix === undefined) return plain(noun);
  const stem = noun.slice(0, -suffix.length);
  if (suffix === "ied") return `${stem}y`;
  if (suffix === "ion" && stem.endsWith("at") && stem.length > 6) return stem.slice(0, -2);
  // "ordered" and "order" end alike: what is left may have another suffix.
  return suffix === "ed" || suffix === "ing" ? root(plain(stem)) : plain(stem);
}

/** Without a silent e, and with a doubled last consonant undone (`planned`). */
function plain(stem: string): string {
  if (stem.length > 3 && stem.endsWith("e")) return stem.slice(0, -1);
  if (stem.length > 3 && /([bdgmnprt])\1$/.test(stem)) return stem.slice(0, -1);
  return stem;
}
