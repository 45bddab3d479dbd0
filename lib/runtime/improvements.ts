import { databaseImprovements } from "../db/migrations/improvements.ts";
import type { Improvement } from "../db/migrations/migrate.ts";
import { functionGrants } from "../expression/function-grants.ts";

/** All that a superuser can improve: the database's own, and the wall behind the guard of typed SQL. */
export const improvements: readonly Improvement[] = [
  ...databaseImprovements,
  {
    name: "sql_function_grants",
    apply: async (client) => {
      await client.query(functionGrants());
    },
  },
];
