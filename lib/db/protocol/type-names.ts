/**
 * Names of Postgres's types by their OIDs, which are the same in every installation:
 * `<oid> <oid of its array, 0 for none> <name as format_type() prints it>`.
 *
 * @see https://github.com/postgres/postgres/blob/REL_18_STABLE/src/include/catalog/pg_type.dat
 */
const list = `
16 1000 boolean
17 1001 bytea
18 1002 "char"
19 1003 name
20 1016 bigint
21 1005 smallint
23 1007 integer
25 1009 text
26 1028 oid
28 1011 xid
114 199 json
142 143 xml
600 1017 point
601 1018 lseg
602 1019 path
603 1020 box
604 1027 polygon
628 629 line
650 651 cidr
700 1021 real
701 1022 double precision
705 0 unknown
718 719 circle
774 775 macaddr8
790 791 money
829 1040 macaddr
869 1041 inet
1042 1014 character
1043 1015 character varying
1082 1182 date
1083 1183 time without time zone
1114 1115 timestamp without time zone
1184 1185 timestamp with time zone
1186 1187 interval
1266 1270 time with time zone
1560 1561 bit
1562 1563 bit varying
1700 1231 numeric
2206 2211 regtype
2249 2287 record
2278 0 void
2950 2951 uuid
3614 3643 tsvector
3615 3645 tsquery
3734 3735 regconfig
3802 3807 jsonb
3904 3905 int4range
3906 3907 numrange
3908 3909 tsrange
3910 3911 tstzrange
3912 3913 daterange
3926 3927 int8range
4072 4073 jsonpath
4451 6150 int4multirange
4532 6151 nummultirange
4533 6152 tsmultirange
4534 6153 tstzmultirange
4535 6155 datemultirange
4536 6157 int8multirange`;

const namesByOid = new Map(
  list
    .trim()
    .split("\n")
    .flatMap((line): [number, string][] => {
      const [oid, arrayOid, ...words] = line.split(" ");
      const name = words.join(" ");
      return [
        [Number(oid), name],
        [Number(arrayOid), `${name}[]`],
      ];
    }),
);

const oidsByName = new Map(Array.from(namesByOid, ([oid, name]) => [name, oid]));

/** The OID of a type by its name; undefined for one that is not Postgres's own. */
export function typeOid(name: string): number | undefined {
  return oidsByName.get(name);
}

/** The name of a type; `unknown` for one that is not Postgres's own, which no typed query can return. */
export function typeName(oid: number): string {
  return (oid === 0 ? undefined : namesByOid.get(oid)) ?? "unknown";
}
