import { functionSchemas } from "../../catalog/function-schema.ts";
import { asList } from "../../expression/tree.ts";
import { Refused } from "../write/refused.ts";
import { type DefinitionInput, type DefinitionStep, unsupported } from "./step.ts";

/** Schemas of Postgres's, of Supabase's and of ours. */
const taken =
  /^(?:pg_.*|information_schema|auth|storage|realtime|_realtime|vault|cron|net|extensions|graphql|graphql_public|pgsodium|pgmq|supabase_\w+|app|rowhouse)$/;

/** `CREATE SCHEMA [IF NOT EXISTS] private`: functions may be in it, and nothing else. */
export function createSchema({ catalog, fields }: DefinitionInput): DefinitionStep {
  const command = "CREATE SCHEMA";
  const name = String(fields.schemaname ?? "");
  if (name === "public" || functionSchemas(catalog).has(name)) {
    const message = `schema "${name}" already exists`;
    if (fields.if_not_exists === true) return { command, changes: [], notice: `${message}, skipping` };
    throw new Refused("duplicateSchema", message);
  }
  if (taken.test(name))
    throw unsupported(
      `A schema called "${name}"`,
      null,
      "Leave the line out: what is there of it is found without making it.",
    );
  if (name === "" || name.includes(".") || asList(fields.schemaElts).length > 0)
    throw unsupported("CREATE SCHEMA with such a name, or with what is in it,", null, "Make each by itself.");
  return {
    command,
    changes: [],
    stored: [{ kind: "schema", name }],
    notice: `functions may be in "${name}", where the data API does not show them; tables, views and types are in the schema public`,
  };
}
