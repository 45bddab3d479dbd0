/**
 * Marks: turns of phrase that say something about the word before them, written into the text as `‹kind:value›`
 * before it is cut into words, so that the grammar meets one token for each.
 */
export interface Mark {
  readonly kind:
    | "unique"
    | "required"
    | "optional"
    | "default"
    | "type"
    | "values"
    | "boolean"
    | "range"
    | "ordered"
    | "cascade"
    | "indexed"
    | "self"
    | "many-to-many"
    | "'s";
  readonly value: string;
}

const BE =
  "(?:(?:must|should|shall|has to|have to|needs? to|can|could|will)(?: always| only)? )?(?:also )?(?:be|is|are|being)? ?(?:always |also )?";
const NOT = "(?:must|may|should|can|could|does|do|will|is|are)(?: not|not) (?:be )?(?:allowed to be )?";
const LIST =
  "[\\w -]{1,40}?(?: ?[,/] ?[\\w -]{1,40}?)*(?: ?,? (?:or|and) [\\w -]{1,40}?)?(?=\\s*(?:[.;:!?)(\\n‹]|,? and (?:defaults?|each|every|an?|the|should|must|is) |$))";

const rules: readonly (readonly [RegExp, string | ((...groups: string[]) => string)])[] = [
  [
    // "start and end dates", "check-in/check-out times": two columns.
    /\b(start|begin|check[- _]?in|pick[- _]?up|arrival|departure|opening|issue|order|rental)(?:ing)? ?(?:and|&|\/|or) ?(end|check[- _]?out|drop[- _]?off|return|arrival|departure|closing|due|delivery)(?:ing)? (date|time)s?\b/gi,
    (_m, first, last, unit) =>
      `${first} ${unit}, ${last} ${unit}`.replace(/[- _]?(in|up|out|off) /gi, "_$1 "),
  ],
  [/\b(\w+ed) on (?:a|the) (?:date|day)(?= ?(?:[,;.:)]|and\b|or\b|$))/gi, "$1_on"],
  [
    // "a rental links a member to a plot, with a fee": it has a member, a plot, a fee.
    /\b((?:an?|each|every|one) [\w-]+) (?:links|connects|ties|joins) (?:an?|one|each|the) ([\w-]+) (?:to|with|and) (?:an?|one|each|the) ([\w-]+)(,? (?:and )?(?:with|has|having) )?/gi,
    (_m, thing, one, other, more) => `${thing} has a ${one}, a ${other}${more === "undefined" ? "" : ", "}`,
  ],
  [
    /\b(\w+(?:ed|en)|seen|sent|paid|sold|bought|held|due|made|built|done) (at|on|by)(?= ?(?:[,;.:)]|and\b|or\b|\(|$))/gi,
    "$1_$2",
  ],
  [
    /\b(?:when|if|once) (?:an?|the|one)? ?([\w ]+?) (?:is|gets|are) (?:deleted|removed),? (?:then )?(?:all )?(?:of )?(?:its|their|the|all) ([\w ]+?) (?:are|is|get|gets|should be|must be|will be)(?: also)? (?:deleted|removed)(?: too| as well)?/gi,
    "$2 belong to a $1 ‹cascade›",
  ],
  [
    /\bdeleting (?:an?|the) ([\w ]+?) (?:also )?(?:deletes|removes) (?:all )?(?:of )?(?:its|their|the) ([\w ]+)/gi,
    "$2 belong to a $1 ‹cascade›",
  ],

  [
    /,? ?\b(?:who (?:is|are) (?:also |themselves |itself )?(?:an?|another|other)?|(?:which|that) (?:is|are) (?:also |itself )(?:an?|another|other)?)(?: other)? ?(\w+)(?= ?(?:$|[.,;:)]|and\b))/gi,
    " ‹self:$1› ",
  ],
  [/\b(?:by default|per default) (?:set to |is )?"?([\w.-]+)"?/gi, " ‹default:$1› "],
  [/\b([\w.-]+) by default\b/gi, " ‹default:$1› "],
  [
    /,? ?(?:and )?(?:which |that )?(?:has |have |with )?(?:an? )?(?:default(?:s|ing)?|defaulted|starts?|starting)(?: value)?(?: is| of)?(?: set)?(?: to| as| at| =|:|=)\s*"?([\w.-]+)"?/gi,
    " ‹default:$1› ",
  ],
  [/\bdefault(?:s|ing)? "?((?!to\b)[\w.-]+)"?/gi, " ‹default:$1› "],
  [
    // "a status (requested, checked in, done)"
    /\b(status|state|stage|phase|priority|severity|type|kind|level|condition) ?\((?:e\.?g\.?,? |for example,? |like |such as |either |one of:? )?([\w -]{1,40}(?:[,/|][\w -]{1,40}){1,19})\)/gi,
    (_m, name, list) => `${name} ‹values:${list}› `,
  ],
  [
    // "have the status requested, checked in or done"
    /\b(?:the|a) (status|state|stage|phase|priority|severity|level) (?:is |of |can be )?((?!of\b|and\b|or\b|is\b|with\b|for\b)[\w -]{1,40}(?:,[\w -]{1,40}){0,18}? or [\w -]{1,40}?)(?=\s*(?:[.,;:!?)]|$| and ))/gi,
    (_m, name, list) => `a ${name} ‹values:${list}› `,
  ],
  [
    new RegExp(
      `\\b(?:which |that )?(?:can be |must be |is |are |be |may be )?(?:either |one of(?: the following)?(?: values| states)?:? )(${LIST})`,
      "gi",
    ),
    (_m, list) => ` ‹values:${list}› `,
  ],
  [
    new RegExp(
      `\\b(?:with|has|having)? ?(?:the |these )?(?:possible |allowed )?(?:values|options|choices|states|statuses)(?: are| of| being| like)?:? (${LIST})`,
      "gi",
    ),
    (_m, list) => ` ‹values:${list}› `,
  ],
  [
    /\b(?:which |that )?(?:can|may|could|must|should) be ((?:[\w-]+)(?:, ?[\w-]+)*,? or [\w-]+)/gi,
    " ‹values:$1› ",
  ],
  [
    new RegExp(
      `,? ?(?:which |that )?${BE}(?:globally )?(?:unique|distinct|not repeat(?:ed)?)\\b(?: (?:and|&|,) (?:is |be |must be )?(?:required|mandatory|not null|obligatory|compulsory))`,
      "gi",
    ),
    " ‹unique› ‹required› ",
  ],
  [
    new RegExp(
      `,? ?(?:which |that )?${BE}(?:required|mandatory|obligatory|compulsory|not null|non-null|non null|not empty)\\b(?: (?:and|&|,) (?:is |be |must be )?(?:also )?unique)`,
      "gi",
    ),
    " ‹required› ‹unique› ",
  ],
  [new RegExp(`,? ?(?:which |that )(?:${BE})(?:unique)\\b`, "gi"), " ‹unique› "],
  [
    /\b(?:must|should|has to|have to|needs? to|is|are)(?: always| also)?(?: be)? (?:unique|distinct)\b/gi,
    " ‹unique› ",
  ],
  [
    /\b(?:cannot|can not|must not|should not|may not) (?:repeat|be repeated|be duplicated|be the same)\b/gi,
    " ‹unique› ",
  ],
  [
    /,? ?(?:which |that )?\b(?:must|should|has to|have to|needs? to|is|are)(?: always| also)?(?: be)? (?:required|mandatory|obligatory|compulsory|not null|filled in|provided|present|non-empty)\b/gi,
    " ‹required› ",
  ],
  [new RegExp(`\\b${NOT}(?:be )?(?:empty|null|blank|missing|optional)\\b`, "gi"), " ‹required› "],
  [/\b(?:cannot|can not|can't) be (?:empty|null|blank|missing)\b/gi, " ‹required› "],
  [/\bnot null\b/gi, " ‹required› "],
  [
    /\b(?:is|are|can be|may be|should be) (?:optional|empty|null|left empty|left blank|nullable)\b/gi,
    " ‹optional› ",
  ],
  [
    /\b(?:yes or no|yes\/no|y\/n|true\/false|true or false)\b(?: (?:flag|field|value|column|option))?/gi,
    " ‹boolean› ",
  ],
  [
    /\b(?:as|of type|type|being)(?: an?)? (number|decimal|integer|int|text|string|boolean|date|timestamp|datetime|time|json|jsonb|float|money|email|url|uuid|yes\/no|percentage|list|array|file)\b/gi,
    " ‹type:$1› ",
  ],
  [
    /\bin (?:an? |the )?(?:specific|certain|given|fixed|particular|custom|defined|set|right|correct) (?:order|sequence)\b|\bin (?:order|sequence)(?= ?(?:[.,;]|and\b|$))/gi,
    " ‹ordered› ",
  ],
  [/\bfrom (?=‹range)/gi, " "],
  [/\bbetween (\d+) and (\d+)\b/gi, " ‹range:$1:$2› "],
  [/\(?(\d+)\s?-\s?(\d+)\)?(?= |,|\.|$)/g, " ‹range:$1:$2› "],
  [
    /\b(?:to )?(?:know|store|record|track|see|save|remember|keep) (?:in |at |to |on )?(?:which|what) (\w+) (?:an?|the|each|every|all)? ?(\w+) (?:is|are|was|belongs?|lives?|works?|goes|comes)(?: (?:in|at|to|on|from|kept in|stored in|part of))?/gi,
    " $2 belong to a $1 ",
  ],
  [/\b(\w+ed|\w+ty|valid|open|active) (to|until|from|since)(?= ?(?:[,;.)]|\(|$|and\b))/gi, "$1_$2"],
  [/\bwould (\w+)(?= ?(?:[,.;(‹]|$|and\b))/gi, "would_$1"],
  [
    // "belongs to an owner and has a name": a name is nothing that one has or has not.
    /(,|\band) (has|is|was|can|needs|wants|allows|accepts) (?:an? )?(?!unique|required|mandatory|optional|an?\b|the\b|many|several|one\b|called|named|linked|stored|also|not|in\b|be\b|(?:full |first |last |user)?name\b|(?:start|end|due|birth|created)?_?(?:date|time)s?\b|(?:title|email|e-mail|phone|price|cost|amount|total|capacity|description|number|code|status|state|type|kind|size|color|colour|weight|height|width|length|age|year|rating|score|note|notes|comment|comments|location|address|duration|quantity|level|priority|category|role|url|slug|body|content|text|breed|species|label|deadline|position|salary|currency|version|isbn|sku)\b)(\w+)(?= ?(?:[,.;(‹]|$|and (?:has|is|was|can|needs)\b))/gi,
    "$1 $2_$3",
  ],
  [/\bmany[- ]to[- ]many\b/gi, " ‹many-to-many› "],
  [
    /\b(?:more than one|one or more|one or several|zero or more|at least one|any number of|a lot of|lots of|a number of|an unlimited number of|a list of|a set of|a bunch of|plenty of|a collection of|a couple of|a series of|different kinds of|all kinds of|all sorts of|various kinds of|several kinds of|multiple different|many different|several different)\b/gi,
    "many",
  ],
  [/\b(?:exactly one|only one|at most one|just one|a single|zero or one|precisely one)\b/gi, "one"],
];

/** Writes the marks into a text of one sentence. */
export function writeMarks(text: string): string {
  let current = text;
  for (const [pattern, written] of rules) {
    current =
      typeof written === "string"
        ? current.replace(pattern, written)
        : current.replace(pattern, (...groups: unknown[]) => written(...groups.map(String)));
  }
  return current
    .replace(/ and +(?=‹(?:required|unique|optional|default|values|boolean|type|indexed))/g, " ")
    .replace(/‹[^›]*‹([^›]*)›[^›]*›/g, "‹$1›");
}

/** The mark in a token `‹kind:value›`, or null. */
export function readMark(token: string): Mark | null {
  const match = /^‹([^:›]+):?([^›]*)›$/.exec(token);
  if (match === null) return null;
  // Only `writeMarks` and `expand` write the brackets: `normalise` takes them out of what people type.
  return { kind: match[1] as Mark["kind"], value: match[2] ?? "" };
}
