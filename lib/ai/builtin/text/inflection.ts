/** English number of nouns: enough for names of tables. */

const irregular: ReadonlyMap<string, string> = new Map([
  ["person", "people"],
  ["child", "children"],
  ["man", "men"],
  ["woman", "women"],
  ["foot", "feet"],
  ["tooth", "teeth"],
  ["mouse", "mice"],
  ["goose", "geese"],
  ["leaf", "leaves"],
  ["shelf", "shelves"],
  ["bookshelf", "bookshelves"],
  ["knife", "knives"],
  ["life", "lives"],
  ["wife", "wives"],
  ["wolf", "wolves"],
  ["half", "halves"],
  ["calf", "calves"],
  ["hero", "heroes"],
  ["potato", "potatoes"],
  ["tomato", "tomatoes"],
  ["echo", "echoes"],
  ["veto", "vetoes"],
  ["quiz", "quizzes"],
  ["criterion", "criteria"],
  ["phenomenon", "phenomena"],
  ["datum", "data"],
  ["medium", "media"],
  ["analysis", "analyses"],
  ["diagnosis", "diagnoses"],
  ["crisis", "crises"],
  ["thesis", "theses"],
  ["hypothesis", "hypotheses"],
  ["index", "indexes"],
  ["bonus", "bonuses"],
  ["salesperson", "salespeople"],
  ["ox", "oxen"],
  ["movie", "movies"],
  ["cookie", "cookies"],
  ["calorie", "calories"],
  ["tie", "ties"],
  ["pie", "pies"],
  ["zombie", "zombies"],
  ["genie", "genies"],
  ["selfie", "selfies"],
  ["hoodie", "hoodies"],
  ["smoothie", "smoothies"],
  ["horse", "horses"],
  ["course", "courses"],
  ["house", "houses"],
  ["case", "cases"],
  ["purchase", "purchases"],
  ["expense", "expenses"],
  ["license", "licenses"],
  ["warehouse", "warehouses"],
  ["nurse", "nurses"],
  ["release", "releases"],
  ["response", "responses"],
  ["exercise", "exercises"],
  ["lease", "leases"],
  ["cruise", "cruises"],
  ["axe", "axes"],
  ["cache", "caches"],
  ["cheese", "cheeses"],
  ["disease", "diseases"],
  ["database", "databases"],
  ["phase", "phases"],
  ["vase", "vases"],
  ["rose", "roses"],
  ["base", "bases"],
  ["store", "stores"],
  ["size", "sizes"],
  ["prize", "prizes"],
  ["maze", "mazes"],
  ["breeze", "breezes"],
  ["niche", "niches"],
]);
const singulars: ReadonlyMap<string, string> = new Map([...irregular].map(([one, many]) => [many, one]));

const uncountable = new Set(
  "equipment news series species fish sheep deer aircraft software hardware information feedback homework staff furniture luggage baggage money stock inventory attendance payroll laundry evidence news_items merchandise music weather traffic research progress sms chess data media sleep time work_history watch_history parking maintenance status gas bus lens address business class process access success progress boss".split(
    " ",
  ),
);
const noPlural = new Set(
  "equipment news series species fish sheep deer aircraft software hardware information feedback homework staff furniture luggage baggage money stock inventory attendance payroll laundry evidence merchandise music weather traffic research progress sms chess data media parking maintenance".split(
    " ",
  ),
);

/** The singular of an English noun; a word that is singular already stays. */
export function singular(word: string): string {
  const known = singulars.get(word);
  if (known !== undefined) return known;
  if (irregular.has(word) || uncountable.has(word) || word.length < 4 || !word.endsWith("s")) return word;
  if (/(ss|us|is)$/.test(word)) return word;
  if (word.endsWith("ies")) return word.length > 4 ? `${word.slice(0, -3)}y` : word.slice(0, -1);
  if (/(sses|xes|ches|shes|zzes|uses)$/.test(word) && !/(causes|houses|clauses|pauses)$/.test(word)) {
    return word.slice(0, -2);
  }
  return word.slice(0, -1);
}

/** The plural of an English noun in its singular. */
export function plural(word: string): string {
  const known = irregular.get(word);
  if (known !== undefined) return known;
  if (noPlural.has(word)) return word;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  if (/(s|x|z|ch|sh)$/.test(word)) return `${word}es`;
  return `${word}s`;
}

export function isPlural(word: string): boolean {
  return singulars.has(word) || singular(word) !== word;
}
