/** The closed classes of English words that the grammar steers by. */

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

export const determiners = set(
  "a an the this that these those my our your their his her its some any all no such certain respective own",
);
export const eachWords = set("each every");
export const manyWords = set("many several multiple various numerous few countless different more lots");
export const otherWords = set("another other");
export const countWords: ReadonlyMap<string, number> = new Map([
  ["one", 1],
  ["single", 1],
  ["two", 2],
  ["both", 2],
  ["three", 3],
  ["four", 4],
]);

export const prepositions = set(
  "with of for in on at to from by about between per under into onto as via within during through across against among around without using after before inside near over toward towards until upon behind like",
);
export const detailWords = set(
  "with having including containing includes include contains contain storing featuring",
);
export const relativeWords = set("who that which where whose whom when what why how");
export const auxiliaries = set(
  "can could may might must should shall will would is are be been being am was were do does did has have had having get gets got need needs",
);
export const beWords = set("is are be been being am was were");
export const haveWords = set("has have had having");
export const pronouns = set(
  "i we they it you he she me us them someone everyone everybody anybody somebody people's who",
);

/** Verbs by which the speaker asks for a thing to be kept. */
export const manageVerbs = set(
  "need want would like create build make design generate develop track manage store keep record log save list organize organise catalog catalogue add have set give help include handle monitor maintain administer show model register hold write produce prepare implement setup start do see know capture collect document follow put get use define describe plan sell offer run remember note archive index inventory digitize digitise structure schedule",
);

/** Words that carry no meaning for a schema. */
export const fillers = set(
  "also too just only simply really very please so basically actually well then now here there maybe perhaps kind sort hey hi hello ok okay yes no not never always usually often currently currently simple small little big large nice good great best new old own basic full complete whole entire able easy easily quick quickly possible possibly like etc various own some somehow something anything everything stuff thing else still even again together online offline modern web mobile local custom personal professional proper correct different respective separate multiple additional further main necessary need-to-know day week month year daily monthly weekly yearly regularly later once twice however therefore because since while if whether though although unless than time times lot lots bit way smth ya lol hmm um",
);

/** Adjectives that are part of a name only before some nouns; elsewhere fillers drop them. */
export const weakAdjectives = set(
  "simple small little big large nice good great best new old own basic full complete whole entire easy quick modern web mobile local custom personal professional proper different respective separate multiple additional further main necessary online specific certain particular individual relevant corresponding same daily monthly weekly yearly annual regular current actual existing available important given related associated exact typical standard general common various overall unknown",
);

/** Nouns that mean the application itself. */
export const appNouns = set(
  "app application system platform website site software program tool database db schema portal service management tracker manager planner organizer solution dashboard backend product saas business company startup store shop firm agency clone webapp webpage project data model structure administration organization administrator center centre office team operation network website crm erp tracking monitoring planning scheduling ticketing bookkeeping processing",
);

/** Nouns after a thing that mean "the table of it". */
export const collectionNouns = set(
  "table tables list lists directory catalog catalogue database log logs journal register registry record records data info information collection entry entries details detail entity entities tracker archive overview sheet spreadsheet history dataset model object type management inventory ledger roster index",
);

/** Nouns that point back at the last table. */
export const backNouns = set("entry record item row one element each instance object");
