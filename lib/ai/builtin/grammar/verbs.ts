import type { Lexicon } from "../lexicon.ts";
import { isPlural } from "../text/inflection.ts";
import type { Token } from "../text/tokens.ts";
import {
  auxiliaries,
  beWords,
  countWords,
  determiners,
  eachWords,
  manageVerbs,
  manyWords,
  prepositions,
  pronouns,
  relativeWords,
} from "./cues.ts";

const PARTICIPLES =
  /^(cast|given|made|written|held|kept|taken|sent|bought|sold|paid|lent|taught|led|shown|built|worn|caught|seen|done|grown|flown|driven|drawn|chosen|borrowed|booked|rented|assigned|enrolled|used|played|located|called|named|linked|related|associated|attached|grouped|organized|organised|based|stored|performed|operated|owned|issued|prescribed|carried|shipped|delivered|attended|treated|signed|posted|uploaded|published|created|managed|supplied|placed|ordered|purchased|reserved|rated|reviewed|visited|working|living|belonging|studying|playing|tracking|storing|managing|containing|keeping|using|running|teaching|offering|selling|showing|requesting|attending|applying|competing|participating|leading|hosting|owning|renting|buying|booking|donating|organizing)$/;

/** Whether the word at a place is used as a verb: by its own form, its neighbours, and the tagger, in that order. */
export function isVerbAt(tokens: readonly Token[], index: number, lexicon: Lexicon): boolean {
  const token = tokens[index];
  if (token === undefined || token.kind !== "word" || token.identifier) return false;
  const lemma = lemmaOf(token);
  const known = lexicon.verbs.has(lemma) || manageVerbs.has(lemma);
  const before = tokens[index - 1];
  const after = tokens[index + 1];
  if (
    prepositions.has(token.text) &&
    !(token.text === "like" && before !== undefined && (before.text === "can" || isPlural(before.text)))
  )
    return false;
  if (
    before?.text === "for" &&
    /^(?:manage|track|store|organize|administer|monitor|handle|record|keep)$/.test(token.text)
  )
    return true;
  if (before?.text === "to" && known && before !== undefined)
    return !isNounLike(token, lexicon) || !isPlural(token.text);
  if (before !== undefined && isModal(before) && (known || token.pos === "VERB")) return true;
  if (before !== undefined && joinsBefore(before, token, lexicon)) return false;
  if (known && tokens[index - 2]?.text === "where" && before !== undefined && isPlural(before.text))
    return true;
  if (after !== undefined && lexicon.attributes.has(`${token.base} ${after.base}`)) return false;
  // "last watered date", "published year", "expected delivery date": part of a column's name.
  if (
    /(?:ed|en)$/.test(token.text) &&
    after !== undefined &&
    /^(?:date|time|year|price|amount|quantity|number|day|month|value|status)$/.test(after.text) &&
    !(before !== undefined && beWords.has(before.text))
  )
    return false;
  if (before !== undefined && beWords.has(before.text))
    return PARTICIPLES.test(token.text) || /(?:ed|ing)$/.test(token.text);
  if (!known)
    return (
      token.pos === "VERB" &&
      before !== undefined &&
      followsSubject(before, lexicon) &&
      opensObject(after) &&
      !isNounLike(token, lexicon)
    );
  if (before === undefined || before.kind === "sign" || before.kind === "mark")
    return startsWithVerb(token, after, before, lexicon);
  if (pronouns.has(before.text) || relativeWords.has(before.text))
    return !determiners.has(before.text) || token.pos === "VERB" || before.text === "that";
  if (before.text === "and" || before.text === "or" || before.text === "then")
    return (
      (startsWithVerb(token, after, before, lexicon) && token.pos === "VERB") ||
      finite(token, after) ||
      continues(tokens, index, lexicon) ||
      (PARTICIPLES.test(token.text) && after !== undefined && prepositions.has(after.text))
    );
  if (
    determiners.has(before.text) ||
    prepositions.has(before.text) ||
    countWords.has(before.text) ||
    manyWords.has(before.text) ||
    eachWords.has(before.text)
  )
    return false;
  if (PARTICIPLES.test(token.text))
    return (
      isNounLike(before, lexicon) &&
      (after === undefined || prepositions.has(after.text) || opensObject(after)) &&
      !lexicon.attributes.has(`${token.text} ${after?.base ?? ""}`)
    );
  if (isSingularSubject(before) && finite(token, after)) return true;
  return agrees(before, token) && opensObject(after, before) && !isCompound(tokens, index, lexicon);
}

/** "attendees register for talks and rate speakers": a second verb of the same subject. */
function continues(tokens: readonly Token[], index: number, lexicon: Lexicon): boolean {
  const [token, after] = [tokens[index], tokens[index + 1]];
  if (token === undefined || after === undefined || isPlural(token.text) || !isPlural(after.text))
    return false;
  if (
    lexicon.verbs.get(lemmaOf(token))?.kind !== "event" ||
    lexicon.senses.has(`${token.base} ${after.base}`)
  )
    return false;
  return tokens
    .slice(0, index - 1)
    .some((earlier, at) => at > 0 && lexicon.verbs.has(lemmaOf(earlier)) && isVerbAt(tokens, at, lexicon));
}

/** "concert ticketing", "expense tracking": one name. */
function joinsBefore(before: Token, token: Token, lexicon: Lexicon): boolean {
  const key = `${before.base} ${token.text}`;
  return (
    token.text.endsWith("ing") &&
    (lexicon.domains.has(key) || lexicon.senses.has(key) || lexicon.attributes.has(key))
  );
}

/** "references a product", "lists several medications": an -s form with an object right behind it. */
function finite(token: Token, after: Token | undefined): boolean {
  if (after === undefined || !token.text.endsWith("s") || token.text.endsWith("ss")) return false;
  if (
    /^(?:departs|arrives|leaves|lands|works|lives|belongs|goes|comes|starts|ends|depends|refers|plays)$/.test(
      token.text,
    )
  )
    return true;
  return (
    determiners.has(after.text) ||
    manyWords.has(after.text) ||
    eachWords.has(after.text) ||
    countWords.has(after.text) ||
    (after.kind === "word" && isPlural(after.text) && after.text !== "and")
  );
}

const isSingularSubject = (before: Token): boolean =>
  before.kind === "word" && !isPlural(before.text) && before.pos !== "VERB" && before.pos !== "ADJ";

function lemmaOf(token: Token): string {
  const word = token.text;
  if (token.pos === "VERB" && token.lemma !== word) return token.lemma;
  if (/(ches|shes|sses|xes)$/.test(word)) return word.slice(0, -2);
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  return word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : token.lemma;
}

const isModal = (token: Token): boolean =>
  auxiliaries.has(token.text) &&
  !beWords.has(token.text) &&
  !/^(has|have|had|having|need|needs)$/.test(token.text);

function isNounLike(token: Token, lexicon: Lexicon): boolean {
  return lexicon.senses.has(token.base) || token.pos === "NOUN" || token.pos === "PROPN";
}

function followsSubject(before: Token, lexicon: Lexicon): boolean {
  return (
    before.kind === "word" &&
    (lexicon.senses.has(before.base) || isPlural(before.text) || before.pos === "NOUN")
  );
}

/** A verb opens a sentence or a clause when it asks for something: "track my expenses", never "orders, items". */
function startsWithVerb(
  token: Token,
  after: Token | undefined,
  before: Token | undefined,
  lexicon: Lexicon,
): boolean {
  if (
    !manageVerbs.has(lemmaOf(token)) &&
    !(lexicon.verbs.has(lemmaOf(token)) && before !== undefined && token.pos === "VERB" && opensObject(after))
  )
    return false;
  if (isPlural(token.text) && !(token.pos === "VERB" && token.text.endsWith("s"))) return false;
  if (
    after === undefined ||
    after.kind === "sign" ||
    after.kind === "mark" ||
    after.text === "and" ||
    after.text === "or"
  )
    return false;
  // "published year", "recorded at": a list item, not a command.
  if (token.text.endsWith("ed") && before !== undefined) return false;
  if (token.pos === "VERB" || determiners.has(after.text) || pronouns.has(after.text)) return true;
  if (
    before === undefined &&
    /^(?:track|manage|create|build|make|keep|need|want|design|save|store|organize|organise|add)$/.test(
      token.text,
    )
  )
    return !lexicon.domains.has(`${token.base} ${after.base}`);
  return (
    before === undefined &&
    after.kind === "word" &&
    (isPlural(after.text) || after.pos === "NOUN" || after.pos === "ADJ") &&
    !lexicon.senses.has(`${token.base} ${after.base}`) &&
    !lexicon.domains.has(`${token.base} ${after.base}`) &&
    !lexicon.senses.has(token.base)
  );
}

/** "customers book", "a customer books": subject and verb agree in number. */
function agrees(before: Token, token: Token): boolean {
  if (before.kind !== "word") return false;
  const many = isPlural(before.text) || before.text === "people" || before.text === "staff";
  const ends = token.text.endsWith("s") && !token.text.endsWith("ss");
  if (token.pos === "VERB") return true;
  return many ? !ends : ends && before.pos !== "VERB" && token.pos !== "NOUN";
}

function opensObject(after: Token | undefined, before?: Token): boolean {
  if (after === undefined) return false;
  if (after.kind === "mark") return after.mark?.kind !== "'s";
  if (after.kind !== "word" && after.kind !== "number") return false;
  if (after.text === "and" || after.text === "or") return false;
  if (prepositions.has(after.text))
    return before === undefined ? true : isPlural(before.text) || before.pos === "NOUN";
  return true;
}

/** "order items", "review scores": the word and the next one are one known name. */
function isCompound(tokens: readonly Token[], index: number, lexicon: Lexicon): boolean {
  const [before, token, after] = [tokens[index - 1], tokens[index], tokens[index + 1]];
  if (token === undefined) return false;
  const withAfter = after === undefined ? "" : `${token.base} ${after.base}`;
  const withBefore = before === undefined ? "" : `${before.base} ${token.base}`;
  const known = (key: string): boolean =>
    lexicon.senses.has(key) || lexicon.attributes.has(key) || lexicon.domains.has(key);
  if (before !== undefined && isPlural(before.text) && !lexicon.senses.has(withAfter)) return false;
  return known(withAfter) || known(withBefore);
}
