/**
 * The types that typed SQL may name, as `pg_catalog` calls them (the grammar has turned `integer` into `int4`).
 *
 * Not here, on purpose: `reg*` (they look objects and roles up), `oid` and other system types, `xml`, pseudo types.
 * `regconfig` is the exception: `to_tsvector('english'::regconfig, …)` is how indexable text search is written.
 */
const names = `bool int2 int4 int8 float4 float8 numeric money text varchar bpchar char name bytea bit varbit uuid
  date time timetz timestamp timestamptz interval json jsonb jsonpath inet cidr macaddr macaddr8 tsvector tsquery
  regconfig point line lseg box path polygon circle
  int4range int8range numrange daterange tsrange tstzrange
  int4multirange int8multirange nummultirange datemultirange tsmultirange tstzmultirange`;

export const allowedTypes: ReadonlySet<string> = new Set(names.split(/\s+/));
