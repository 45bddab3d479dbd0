/** What a fixed phrase does in a question. */
export type Key =
  | "show"
  | "who"
  | "when"
  | "count"
  | "sum"
  | "average"
  | "maximum"
  | "minimum"
  | "per"
  | "by"
  | "sort"
  | "ascending"
  | "descending"
  | "newest first"
  | "oldest first"
  | "largest first"
  | "smallest first"
  | "alphabetical"
  | "more"
  | "less"
  | "at least"
  | "at most"
  | "or more"
  | "or less"
  | "equal"
  | "not equal"
  | "between"
  | "above average"
  | "below average"
  | "before"
  | "after"
  | "since"
  | "until"
  | "without"
  | "with"
  | "shown with"
  | "and"
  | "or"
  | "not"
  | "in"
  | "at"
  | "from"
  | "to"
  | "of"
  | "for"
  | "on"
  | "named"
  | "contains"
  | "starts"
  | "ends"
  | "is"
  | "distinct"
  | "overdue"
  | "out of stock"
  | "in stock"
  | "low stock"
  | "still out"
  | "empty"
  | "filled"
  | "top"
  | "bottom"
  | "most"
  | "fewest"
  | "years old"
  | "born"
  | "that";

const phrases: Readonly<Record<Key, string>> = {
  show: "show me|show|list all|list|display|give me|get me|get|find me|find|fetch|return|tell me|tell us|let us|i want to see|i want to know|i want|i need|i would like to see|could you|can you|please|which|what is|what are|what were|what was|what|whats|see|print",
  who: "who|whom",
  when: "when",
  count:
    "how many|total number of|the number of|number of|count of|the count of|a count of|count the|count all|count",
  sum: "sum of|the sum of|sum|total amount of|total|overall|combined|how much|totals",
  average: "average of|average|avg|mean|on average",
  maximum: "maximum|max",
  minimum: "minimum|min",
  per: "for each|for every|grouped by|group by|broken down by|split by|per|each|every|by each|in each|of each|within each",
  by: "by",
  sort: "sorted by|sorted on|sorted|ordered by|in order of|order by|sort by|ranked by|rank by|arranged by|ordered from|sorted from",
  ascending:
    "ascending|in ascending order|asc|from lowest to highest|low to high|from low to high|from smallest to largest",
  descending:
    "descending|in descending order|desc|from highest to lowest|high to low|from high to low|from largest to smallest|reverse order",
  "newest first":
    "newest first|latest first|most recent first|newest to oldest|from newest to oldest|recent first",
  "oldest first":
    "oldest first|earliest first|oldest to newest|from oldest to newest|chronologically|in chronological order",
  "largest first":
    "highest first|largest first|biggest first|most expensive first|longest first|best first|most first",
  "smallest first":
    "lowest first|smallest first|cheapest first|shortest first|fewest first|least expensive first",
  alphabetical: "alphabetically|in alphabetical order|alphabetical order|a to z",
  more: "more than|greater than|higher than|over|above|exceeding|exceeds|exceed|better than|worth more than|>",
  less: "less than|fewer than|lower than|under|below|worse than|worth less than|<",
  "at least": "at least|no less than|not less than|no fewer than|a minimum of|minimum of|>=",
  "at most": "at most|up to|no more than|not more than|a maximum of|maximum of|<=",
  "or more": "or more|or higher|or above|or over|or greater|or older|and above|and up|and over",
  "or less": "or less|or fewer|or lower|or below|or under|or younger|and below|and under",
  equal: "equal to|equals|exactly|=",
  "not equal": "not equal to|other than|except for|except|excluding|apart from|but not|<>|!=",
  between: "in between|between|ranging from",
  "above average":
    "above average|more than average|above the average|higher than average|higher than the average|more than the average|greater than the average|over the average|better than average",
  "below average":
    "below average|less than average|below the average|lower than average|lower than the average|less than the average|under the average|worse than average",
  before: "before|earlier than|prior to",
  after: "after|later than|newer than|more recent than",
  since: "since",
  until: "until|till|up until",
  without:
    "without any|without|with no|with zero|that have no|who have no|have no|has no|having no|had no|do not have any|does not have any|do not have an|does not have an|do not have a|does not have a|do not have|does not have|did not have any|did not have|not having any|not having|lacking|lack|missing|with missing|with an empty|with empty|no",
  with: "with a|with an|with any|with the|with|having a|having an|having|that have a|that have an|that have|that has a|that has|who have a|who have an|who have|who has|have a|have an|has a|has an|have any|have|has|had",
  "shown with":
    "along with their|along with its|along with the|along with|together with their|together with its|together with|with their|with its|including their|including its|including the|including|and their|and its|plus their|plus its|and show their|and show the|as well as their|as well as its",
  and: "and also|and|but|&|as well as",
  or: "either|or",
  not: "not|never|no longer|nobody|no one|none|none of|nothing|noone",
  in: "in the|in|inside|within|living in|lives in|live in|based in|located in|residing in|near",
  at: "at the|at",
  from: "from the|from",
  to: "to the|to",
  of: "of the|of a|of an|of all|of all the|of",
  for: "for the|for all|for",
  on: "on the|on a|on|about",
  named:
    "named|called|titled|entitled|with the name|with name|whose name is|with the title|whose title is|by the name of|name is|title is",
  contains:
    "contains|containing|contain|includes the word|with the word|mentioning|mention|mentions|matching|has the word|that include|whose name contains|with the text",
  starts: "starts with|starting with|start with|begins with|beginning with|begin with",
  ends: "ends with|ending with|ending in|ends in|end with|end in",
  is: "is|are|was|were|be|been|being|as|marked as|set to",
  distinct:
    "how many different|how many distinct|how many unique|number of different|number of distinct|number of unique|distinct|different|unique",
  overdue:
    "overdue|past due|past their due date|past its due date|past the due date|past deadline|past the deadline",
  "out of stock": "out of stock|sold out|not in stock",
  "in stock": "in stock|on stock",
  "low stock": "low on stock|low in stock|low stock|running low|running out",
  "still out":
    "currently on loan|on loan|checked out|currently out|currently borrowed|currently lent|currently rented|currently rented out|on hire|still out|on rent|rented out|lent out|currently loaned|currently loaned out",
  empty:
    "is missing|are missing|is empty|are empty|is not set|are not set|not set|is null|are null|is blank|is unknown|unknown",
  filled: "is set|are set|is not null|is not empty|is known|is filled in",
  top: "top|first",
  bottom: "bottom|last",
  most: "most",
  fewest: "fewest|least",
  "years old": "years old|years of age|year old|years",
  born: "born in|born on|born",
  that: "that|whose|where",
};

/** Every phrase as its words, with what it does; to be looked up by the first word, longest first. */
export const keyPhrases: ReadonlyMap<
  string,
  readonly { readonly words: readonly string[]; readonly key: Key }[]
> = indexPhrases();

function indexPhrases() {
  const index = new Map<string, { words: readonly string[]; key: Key }[]>();
  for (const [key, list] of Object.entries(phrases)) {
    for (const phrase of list.split("|")) {
      const words = phrase.split(" ");
      const first = words[0] ?? "";
      // The keys of `phrases` are exactly the type's.
      index.set(first, [...(index.get(first) ?? []), { words, key: key as Key }]);
    }
  }
  for (const list of index.values()) list.sort((a, b) => b.words.length - a.words.length);
  return index;
}

/** Words that carry no meaning for a query. */
export const fillers: ReadonlySet<string> = new Set(
  `a an the all both any some of my our me us i we you do does did have has had there this that these those it its their his
  her they them he she please also too just only own currently current now right already still yet ever so far to be
  will would should could can may might anything anyone something somebody everything everyone at than then exist
  exists existing available's me kind information info details data rows records entries record row entry table tables
  database system together value values whole full complete list them which who whom what how many much if name's
  stored present really actually exactly equal amount them's`
    .trim()
    .split(/\s+/),
);
