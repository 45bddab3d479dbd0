import type { Monaco } from "@monaco-editor/react";

/** The editor's language: Postgres's SQL with `{{parameters}}`. */
export const sqlLanguage = "rowhouse-sql";

const keywords =
  `all alter analyze and any as asc array at atomic begin between both by cascade case cast check collate column comment commit
  concurrently conflict constraint create cross cube current_date current_time current_timestamp cycle database default
  deferrable delete desc distinct do drop else end enum except exclude exists explain extract false fetch filter first for
  foreign from full function generated grant group grouping groups having identity if ilike immutable in index inner insert
  instead intersect interval into is join key language last lateral left like limit local localtime localtimestamp locked
  matched materialized merge natural next no not nothing null nullif nulls of off offset old on only or order ordinality
  outer over overriding partition policy preceding primary range recursive references release rename replace restrict
  return returning returns revoke right role rollback rollup row rows savepoint select sequence set sets setof share similar
  skip some stable stored table tablesample temporary then ties to trailing transaction trigger true truncate type unbounded
  union unique unknown update user using values varying view volatile when where window with within without work zone
  add new now source target search depth breadth`.split(/\s+/);

const types =
  `bigint bigserial bit boolean bool bytea char character cidr date decimal double float inet int integer json jsonb money
  numeric precision real serial smallint text time timestamp timestamptz timetz uuid varchar xml tsvector tsquery daterange
  int4range numrange tstzrange`.split(/\s+/);

/** Tells Monaco how the language looks; Monaco's own Postgres knows only the reserved words, and no bodies in `$$`. */
export function registerSql(monaco: Monaco): void {
  if (monaco.languages.getLanguages().some(({ id }: { readonly id: string }) => id === sqlLanguage)) return;
  monaco.languages.register({ id: sqlLanguage });
  monaco.languages.setLanguageConfiguration(sqlLanguage, {
    comments: { lineComment: "--", blockComment: ["/*", "*/"] },
    brackets: [
      ["(", ")"],
      ["[", "]"],
    ],
    autoClosingPairs: [
      { open: "(", close: ")" },
      { open: "[", close: "]" },
      { open: "'", close: "'", notIn: ["string", "comment"] },
      { open: '"', close: '"', notIn: ["string", "comment"] },
    ],
    surroundingPairs: [
      { open: "(", close: ")" },
      { open: "'", close: "'" },
      { open: '"', close: '"' },
    ],
  });
  monaco.languages.setMonarchTokensProvider(sqlLanguage, {
    ignoreCase: true,
    keywords,
    types,
    tokenizer: {
      root: [
        [/--.*$/, "comment"],
        [/\/\*/, "comment", "@comment"],
        [/e?'/, "string.sql", "@text"],
        [/\$\w*\$/, "keyword"],
        [/\{\{\s*\w+\s*\}\}/, "variable"],
        [/\$\d+/, "variable"],
        [/"(?:[^"]|"")*"/, "identifier"],
        [/\d+(?:\.\d+)?(?:e[+-]?\d+)?/, "number"],
        [
          /[a-z_]\w*(?=\s*\()/,
          { cases: { "@keywords": "keyword", "@types": "type", "@default": "predefined.sql" } },
        ],
        [/[a-z_][\w$]*/, { cases: { "@keywords": "keyword", "@types": "type", "@default": "identifier" } }],
        [/[()[\]]/, "@brackets"],
        [/[<>=!~+\-*/%|&#^@:]+/, "operator.sql"],
      ],
      comment: [
        [/\*\//, "comment", "@pop"],
        [/./, "comment"],
      ],
      text: [
        [/''/, "string.sql"],
        [/'/, "string.sql", "@pop"],
        [/[^']+/, "string.sql"],
      ],
    },
  });
}
