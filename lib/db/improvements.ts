import type { Improvement } from "./migrate.ts";

/** What a superuser can improve and managed Postgres refuses. The product is correct without, only slower or less walled. */
export const databaseImprovements: readonly Improvement[] = [
  {
    // Under RLS only leakproof operators may be index conditions. Comparing numerics prints no value in any error.
    name: "leakproof_numeric",
    apply: async (client) => {
      for (const name of [
        "numeric_eq",
        "numeric_ne",
        "numeric_lt",
        "numeric_le",
        "numeric_gt",
        "numeric_ge",
        "numeric_cmp",
      ]) {
        const types = "(numeric, numeric)";
        await client.query(`alter function pg_catalog.${name}${types} leakproof`);
      }
    },
  },
  {
    // So that the index of a search may be used. What LIKE raises is about the pattern, never about a value.
    name: "leakproof_like",
    apply: async (client) => {
      for (const name of ["textlike", "texticlike"])
        await client.query(`alter function pg_catalog.${name}(text, text) leakproof`);
    },
  },
  {
    // Typed SQL that spills without end must not fill the disk of everybody.
    name: "temp_file_limit",
    apply: async (client) => {
      await client.query("alter role rowhouse_sql set temp_file_limit = '256MB'");
    },
  },
];
