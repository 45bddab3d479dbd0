/** Text as people type it, made even: one alphabet of quotes and dashes, no control characters, no markup, no code. */

const SQL_NOISE =
  /\b(?:drop|truncate|alter|delete\s+from|insert\s+into|select\s+\*\s+from)\s+(?:table\s+)?(?:if\s+exists\s+)?/gi;

/** @returns text in NFC with plain punctuation; letters keep their case and accents. */
export function normalise(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[‹›]/g, " ")
    .replace(/[\u2018\u2019\u201a\u02bc`´]/g, "'")
    .replace(/[\u201c\u201d\u201e\u00ab\u00bb]/g, '"')
    .replace(/[\u2010-\u2015\u2212]/g, "-")
    .replace(/[\u3001\uff0c\u060c]/g, ", ")
    .replace(/[\u3002\uff0e\u061b]/g, ". ")
    .replace(/\u2026/g, "...")
    .replace(/<\/?[a-z][^<>]{0,200}>/gi, " ")
    .replace(
      /\p{Extended_Pictographic}|\p{Cf}|\p{Co}|\ufe0f|\u20e3|[\u{1f1e6}-\u{1f1ff}]|[\u{1f3fb}-\u{1f3ff}]/gu,
      " ",
    )
    .replace(/https?:\/\/\S+/gi, " ")
    .replace(/\r\n?/g, "\n")
    .replace(/[^\S\n]+/g, " ")
    .replace(/(?!\n)\p{Cc}/gu, " ")
    .trim();
}

/** Takes the key words of SQL and the quoting around them out, so that what is left are words. */
export function withoutSql(text: string): string {
  return text
    .replace(/--+/g, " ")
    .replace(/\/\*|\*\//g, " ")
    .replace(/'\s*\)\s*;?/g, ". ")
    .replace(/\bwhere\s+\S+\s*=\s*\S+/gi, " ")
    .replace(/\bor\s+'?1'?\s*=\s*'?1'?/gi, " ")
    .replace(SQL_NOISE, " ")
    .replace(/[^\S\n]+/g, " ")
    .trim();
}

/** True for a statement of SQL, not a description that happens to hold such words. */
export function looksLikeSql(text: string): boolean {
  return /\b(?:select\s+[\w*,\s]+\s+from|delete\s+from|drop\s+table|insert\s+into|update\s+\w+\s+set|truncate\s+table|union\s+select)\b/i.test(
    text,
  );
}

const CONTRACTIONS: readonly (readonly [RegExp, string])[] = [
  [/\b(can|could|should|would|must|do|does|did|is|are|was|were|has|have|wo)n't\b/gi, "$1 not"],
  [/\b(i|we|they|you)'(?:ve)\b/gi, "$1 have"],
  [/\b(i)'m\b/gi, "$1 am"],
  [/\b(we|they|you)'re\b/gi, "$1 are"],
  [/\b(i|we|they|you)'(?:d|ll)\b/gi, "$1 will"],
  [/\b(it|that|there|he|she|what)'s\b/gi, "$1 is"],
  [/\b(\w+)'s\b/gi, "$1 ‹'s›"],
  [/\b(\w+s)'(?=\s)/gi, "$1 ‹'s›"],
  [/\be-mails?\b/gi, "email"],
  [/\bpls\b|\bplz\b|\bplease\b/gi, " "],
  [/\bthx\b|\bthanks\b|\bthank you\b/gi, " "],
  [/\bppl\b/gi, "people"],
  [/\bu\b/gi, "you"],
  [/\bn\b/gi, "and"],
  [/\bur\b/gi, "your"],
  [/\bw\/o\b/gi, "without"],
  [/\bw\/(?=\s)/gi, "with"],
  [/\bb\/c\b/gi, "because"],
  [/\s&\s/g, " and "],
  [/\s\+\s/g, " and "],
  [/\bas well as\b|\balong with\b|\btogether with\b/gi, "and"],
  [/\betc\b\.?/gi, ""],
  [/\be\.g\.|\bi\.e\.|\bfor example\b|\bsuch as\b|\bfor instance\b/gi, " with "],
  [/\bdata base\b/gi, "database"],
  [/\bq\s?(?:&|and)\s?a\b/gi, "qna"],
  [/\bIT (?=helpdesk|help desk|support|asset|equipment|department|service|company|inventory|team)/g, ""],
  [/\b(check|pick|drop|sign|follow|log|set|back)-(in|out|up|off|on)\b/gi, "$1_$2"],
  [/\bcheck in (?=(?:their |a |the )?\w+s\b)/gi, "bring "],
  [/\bcheck out (?=(?:their |a |the )?(?:books?|items?|copies|dvds?|equipment)\b)/gi, "borrow "],
  [/\b(?:hand|turn) in (?=\w)/gi, "submit "],
  [/\bfill (?:in|out) (?=\w)/gi, "complete "],
  [/\bcheck (in|out) (?=date|time|at|day)/gi, "check_$1 "],
  [/\b(we|they|you) r\b/gi, "$1 are"],
  [/\b(website|site|app|platform|place|system|tool) (?:were|we are) (?=\w)/gi, "$1 where "],
  [
    /\b(start|begin|end|first|last|departure|arrival|admission|discharge|issue|due|pickup|dropoff|opening|closing|billing|shipping|check_in|check_out|birth|loan|return|home|away|purchase|expiry|delivery|order|minimum|maximum|min|max|entry|exit) and (\w+) (date|time|name|address|price|city|score|amount|salary|airport)\b/gi,
    "$1 $3 and $2 $3",
  ],
  [/ (?:-|--|=>|->) (?=[^,;.]{2,60},)/g, ": "],
  [/\bper (?:month|year|day|week|quarter)\b/gi, " "],
  [/\b(bring|take|have|keep|with|and|for|of|on|their) there (?=[a-z]+s?\b)/gi, "$1 their "],
  [/\btime stamp\b/gi, "timestamp"],
  [/\b(\d+)\s*[- ]?to\s*[- ]?(\d+)\b/gi, "‹range:$1:$2›"],
  [/(?<=\s)4(?=\s+[a-z])/gi, "for"],
  [/(?<=\b(?:need|want|like|have)\s)2(?=\s+[a-z])/gi, "to"],
];

/** English short forms written out; possessives become the mark `‹'s›`. */
export function expand(text: string): string {
  return CONTRACTIONS.reduce((current, [pattern, written]) => current.replace(pattern, written), text);
}
