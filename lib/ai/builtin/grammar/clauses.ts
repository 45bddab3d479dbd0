import type { Mark } from "../text/marks.ts";
import type { Chunk, NounChunk } from "./chunks.ts";
import { columnFollows, isNoun, isVerbal, opensClause, Reader } from "./reader.ts";
import type { Clause, Link, Predicate, Thing } from "./thing.ts";

/** Reads the phrases of one sentence as clauses. Total: whatever does not fit is skipped. */
export function parseClauses(chunks: readonly Chunk[]): Clause[] {
  const reader = new Reader(chunks);
  const clauses: Clause[] = [];
  while (!reader.atEnd()) {
    const before = reader.position;
    const clause = readClause(reader);
    if (clause.subjects.length + clause.predicates.length + clause.list.length > 0) clauses.push(clause);
    if (reader.position === before) reader.position++;
  }
  return clauses;
}

function readClause(reader: Reader): Clause {
  reader.skipSigns(",", "and", ".", "or", ")", "/");
  let pronoun = "";
  while (reader.peek()?.kind === "pronoun" || reader.peek()?.kind === "relative") {
    const next = reader.peek();
    if (next?.kind === "pronoun" || next?.kind === "relative") pronoun = next.word;
    reader.position++;
  }
  const opener = reader.peek();
  if ((opener?.kind === "preposition" || opener?.kind === "detail") && isNoun(reader.peek(1))) {
    if (opener.kind === "detail") pronoun = "with";
    reader.position++;
  }
  const subjects = reader.peek()?.kind === "noun" ? readThings(reader, 0) : [];
  const predicates = readPredicates(reader);
  const hasColon = reader.isSign(":");
  const list = hasColon ? readList(reader) : [];
  return {
    subjects,
    pronoun,
    predicates,
    list,
    isHeading: hasColon && list.length === 0 && predicates.length === 0,
  };
}

function readList(reader: Reader): Thing[] {
  reader.skipSigns(":");
  // "School: teachers give classes": what follows is a clause of its own.
  return reader.peek()?.kind === "noun" && opensClause(reader) ? [] : readThings(reader, 0);
}

function readPredicates(reader: Reader, depth = 0): Predicate[] {
  const predicates: Predicate[] = [];
  for (;;) {
    const start = reader.position;
    if (predicates.length > 0) reader.skipSigns(",", "and", "or");
    const next = reader.peek();
    // "…, and orders contain items": a noun here opens a clause of its own.
    if (next === undefined || !isVerbal(next)) {
      reader.position = start;
      return predicates;
    }
    predicates.push(readPredicate(reader, depth));
  }
}

function readPredicate(reader: Reader, depth = 0): Predicate {
  let verb = "";
  let isPassive = false;
  let isNegative = false;
  let pointsBack = false;
  const marks: Mark[] = [];
  for (let next = reader.peek(); next !== undefined; next = reader.peek()) {
    if (next.kind === "verb") {
      // "is located", "want to track": the last verb carries the meaning.
      isPassive = next.form === "past" && verb !== "have";
      verb = next.lemma;
    } else if (next.kind === "be") verb = verb === "" ? "be" : verb;
    else if (next.kind === "have") verb = "have";
    else if (next.kind === "not") isNegative = true;
    else if (next.kind === "mark") marks.push(next.mark);
    else if (next.kind === "preposition" && next.word === "to" && reader.peek(1)?.kind === "verb") {
      reader.position++;
      continue;
    } else if (next.kind === "pronoun") {
      pointsBack ||= verb !== "" && /^(?:it|them)$/.test(next.word);
      reader.position++;
      continue;
    } else if (next.kind !== "modal") break;
    reader.position++;
  }
  const objects =
    reader.peek()?.kind === "noun"
      ? depth > 0
        ? readLinked(reader, depth, "")
        : readThings(reader, 0)
      : reader.isSign(":")
        ? readList(reader)
        : [];
  const predicate: Predicate = { verb, isPassive, isNegative, pointsBack, objects, links: [], marks };
  readLinks(reader, predicate);
  return predicate;
}

/** "… with stylists for services at a salon". */
function readLinks(reader: Reader, owner: { links: Link[]; marks: Mark[] }): void {
  for (let next = reader.peek(); next !== undefined; next = reader.peek()) {
    if (next.kind === "mark") {
      owner.marks.push(next.mark);
      reader.position++;
    } else if ((next.kind === "preposition" || next.kind === "detail") && isNoun(reader.peek(1))) {
      const preposition = next.kind === "detail" ? "with" : next.word;
      reader.position++;
      const isList = preposition === "with" || preposition === "between";
      owner.links.push({
        preposition,
        things: isList ? readThings(reader, 1) : readLinked(reader, 1, preposition),
      });
    } else if (next.kind === "preposition") reader.position++;
    else return;
  }
}

/** A list of things; `depth` 0 is the clause's own list, deeper ones belong to a thing. */
function readThings(reader: Reader, depth: number): Thing[] {
  const things: Thing[] = [];
  let closing = false;
  for (;;) {
    const next = reader.peek();
    if (next?.kind !== "noun") return things;
    if (things.length > 0 && opensClause(reader)) return things;
    const outer = reader.inList;
    reader.inList = (things.length > 0 || outer) && !closing;
    things.push(readThing(reader, depth));
    reader.inList = outer;
    const separator = readSeparator(reader, depth, closing, things);
    if (separator === "end") return things;
    closing ||= separator === "and";
  }
}

const listOwners =
  /^(?:app|application|system|platform|website|site|software|tool|database|db|list|table|collection|catalog|track|record|tracker|portal|program|management|schema)s?$/;

/** What follows a preposition: one thing; more after "and" when they go together, all of them after "a list of". */
function readLinked(reader: Reader, depth: number, preposition: string, owner?: NounChunk): Thing[] {
  const head = owner?.words.at(-1)?.text ?? "";
  if (preposition === "between" || (listOwners.test(head) && /^(?:of|for|about|to|with)$/.test(preposition)))
    return readThings(reader, depth);
  const things = [readThing(reader, depth)];
  while (reader.isSign("and") && !reader.inList) {
    const [first, next] = [things[0]?.noun, reader.peek(1)];
    if (first === undefined || next?.kind !== "noun" || !goTogether(first, next)) break;
    reader.position++;
    if (opensClause(reader)) {
      reader.position--;
      break;
    }
    things.push(readThing(reader, depth));
  }
  return things;
}

function goTogether(first: NounChunk, next: NounChunk): boolean {
  if (first.look === "table" || next.look === "table")
    return first.look === next.look && first.determiner === next.determiner;
  return first.determiner !== "" && next.determiner !== "";
}

/** Steps over ", and" when the list goes on; leaves the position otherwise. */
function readSeparator(
  reader: Reader,
  depth: number,
  closing: boolean,
  things: readonly Thing[],
): "end" | "," | "and" {
  const start = reader.position;
  let kind: "," | "and" = ",";
  while (reader.isSign(",", "and", "or", "/")) {
    if (reader.isSign("and", "or")) kind = "and";
    reader.position++;
  }
  while (reader.peek()?.kind === "pronoun" && isNoun(reader.peek(1))) reader.position++;
  const next = reader.peek();
  // "cars repairs mechanics": the chunks of a list without commas.
  const isNext = depth === 0 && next?.kind === "noun" && next.determiner === "" && !next.isEach;
  const goesOn = (reader.position > start || isNext) && next?.kind === "noun" && !opensClause(reader);
  // "tracks with genre and media type, playlists": after its "and" an inner list is over.
  const closed = depth > 0 && closing;
  const outer = depth > 0 && next?.kind === "noun" && leavesInnerList(reader, next, things);
  if (goesOn && !closed && !outer) return kind;
  reader.position = start;
  return "end";
}

/** "properties with photos, agents, and clients who …": what has its own story belongs to the outer list. */
function leavesInnerList(reader: Reader, next: NounChunk, things: readonly Thing[]): boolean {
  if (next.look === "table" && things.some((thing) => thing.noun.look === "column"))
    return !columnFollows(reader);
  return (
    next.isEach || (next.determiner === "the" && things.every((thing) => thing.noun.determiner !== "the"))
  );
}

function readThing(reader: Reader, depth: number): Thing {
  const noun = reader.peek() as NounChunk;
  reader.position++;
  const thing: Thing = { noun, marks: [], aside: null, details: [], links: [], relatives: [] };
  for (let next = reader.peek(); next !== undefined; next = reader.peek()) {
    if (next.kind === "mark") {
      thing.marks.push(next.mark);
      reader.position++;
    } else if (next.kind === "sign" && next.sign === "(") thing.aside = readAside(reader);
    else if (isDetail(next) && isNoun(reader.peek(1))) {
      reader.position++;
      thing.details.push(...readThings(reader, depth + 1));
    } else if (next.kind === "preposition" && isNoun(reader.peek(1)) && next.word !== "with") {
      reader.position++;
      thing.links.push({ preposition: next.word, things: readLinked(reader, depth + 1, next.word, noun) });
    } else if (
      next.kind === "relative" &&
      next.word === "where" &&
      noun.look === "table" &&
      isNoun(reader.peek(1)) &&
      reader.peek(2)?.kind === "verb"
    ) {
      reader.position++;
      const inner = reader.peek() as NounChunk;
      reader.position += 2;
      thing.links.push({
        preposition: "where",
        things: [{ noun: inner, marks: [], aside: null, details: [], links: [], relatives: [] }],
      });
    } else if (next.kind === "relative" && startsPredicate(reader.peek(1))) {
      reader.position++;
      while (reader.peek()?.kind === "pronoun") reader.position++;
      thing.relatives.push(...readPredicates(reader, depth + 1));
    } else if (next.kind === "verb" && (next.form === "ing" || next.form === "past")) {
      thing.relatives.push(readPredicate(reader, depth + 1));
    } else break;
  }
  return thing;
}

const isDetail = (chunk: Chunk): boolean =>
  chunk.kind === "detail" || (chunk.kind === "preposition" && chunk.word === "with");

function startsPredicate(chunk: Chunk | undefined): boolean {
  return chunk !== undefined && (isVerbal(chunk) || chunk.kind === "pronoun") && chunk.kind !== "mark";
}

function readAside(reader: Reader): Clause {
  reader.position++;
  const inner: Chunk[] = [];
  for (let depth = 1; depth > 0 && !reader.atEnd(); reader.position++) {
    const next = reader.peek();
    if (next?.kind === "sign" && next.sign === "(") depth++;
    if (next?.kind === "sign" && next.sign === ")") depth--;
    if (depth > 0 && next !== undefined) inner.push(next);
  }
  const marks = inner.flatMap((chunk) => (chunk.kind === "mark" ? [chunk.mark] : []));
  const within = new Reader(inner.filter((chunk) => chunk.kind !== "mark" || inner.some(isNoun)));
  const subjects = isNoun(within.peek()) ? readThings(within, 0) : [];
  return {
    subjects,
    pronoun: "",
    predicates: [{ verb: "", isPassive: false, isNegative: false, objects: [], links: [], marks }],
    list: [],
    isHeading: false,
  };
}
