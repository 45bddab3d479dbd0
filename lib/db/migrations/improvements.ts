import { compile, ident, sql } from "../../sql/sql.ts";
import type { Improvement } from "./migrate.ts";

/** Under this name: whether a context is verified where it is entered, and kept. */
export const keptContext = "kept_context";

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
    // So that the context is verified once, and not by every statement.
    name: keptContext,
    apply: async (client) => {
      const { rows } = await client.query<{ owner: string; isAllowed: boolean; isDistributed: boolean }>(
        `select r.rolname as owner, has_parameter_privilege(r.oid, 'backtrace_functions', 'set') as "isAllowed",
                exists (select from pg_extension where extname = 'citus') as "isDistributed"
           from pg_proc p join pg_roles r on r.oid = p.proowner where p.oid = 'app.enter_context(text, boolean)'::regprocedure`,
      );
      const [found] = rows;
      if (found === undefined) throw new Error("there is no function app.enter_context");
      if (found.isDistributed)
        throw new Error("the context has to be set in every transaction, for Citus to hand it on");
      if (found.isAllowed) return;
      const grant = sql`grant set on parameter backtrace_functions to ${ident(found.owner)}`;
      await client.query(compile(grant).text);
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
