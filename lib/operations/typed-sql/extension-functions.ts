/** What people call of widely used extensions, and how the same is had. */
const ways: readonly (readonly [called: RegExp, way: string])[] = [
  [/^uuid_generate_v\d/, "Write gen_random_uuid()."],
  [
    /^gen_random_bytes$/,
    "Write uuid_send(gen_random_uuid()), which has 16 bytes; a column's default may say gen_random_bytes().",
  ],
  [/^digest$/, "Write sha256(convert_to(…, 'UTF8')), or sha512(), or md5()."],
  [/^(?:crypt|gen_salt)$/, "Passwords belong to the app's accounts, which hash them."],
  [
    /^(?:hmac|pgp_\w+|armor|dearmor|encrypt\w*|decrypt\w*)$/,
    "Secrets are signed and sealed by your app's server, whose keys are not in the database.",
  ],
  [
    /^(?:similarity|word_similarity|strict_word_similarity|show_trgm)$/,
    "Write ILIKE '%…%', or to_tsvector(…) @@ websearch_to_tsquery(…): the table's search index serves both.",
  ],
  [/^unaccent$/, "Write translate(lower(…), 'áéíóú', 'aeiou'), with the letters that you need."],
  [/^(?:levenshtein\w*|soundex|metaphone|dmetaphone\w*|difference)$/, "Compare in your app, or write ILIKE."],
  [
    /^(?:st_\w+|earth_\w+|ll_to_earth|geography|geometry)$/,
    "Keep latitude and longitude as double precision, and compute with sin(), cos() and acos(), or <-> of points.",
  ],
  [
    /^(?:cosine_distance|l2_distance|inner_product|vector_\w+)$/,
    "There are no vectors: keep them where they are searched.",
  ],
  [/^(?:http\w*|net\.\w+)$/, "Requests to other servers are your app's."],
  [/^pg_(?:advisory|try_advisory)\w*$/, "SELECT … FOR UPDATE locks rows."],
  [/^(?:pg_notify|pg_sleep\w*)$/, "Leave the call out: changes of rows are not streamed; an app asks again."],
];

/** The way to do without a function that is not here, by the words that say so; null: none is known. */
export function wayWithoutFunction(message: string): string | null {
  const called = /^(?:permission denied for )?function "?(?:extensions\.)?((?:net\.)?\w+)"?/i.exec(
    message,
  )?.[1];
  if (called === undefined) return null;
  return ways.find(([known]) => known.test(called.toLowerCase()))?.[1] ?? null;
}
