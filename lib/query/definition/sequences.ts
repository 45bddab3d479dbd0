import { randomUUID } from "node:crypto";
import type { Catalog, CatalogSequence, CatalogTable } from "../../catalog/types.ts";
import { asList, names, type TreeFields, unwrap } from "../../expression/tree.ts";
import { type FoundSequence, sequenceNamed } from "../sequences.ts";
import { Refused } from "../write/refused.ts";
import { indexNamed } from "./find-objects.ts";
import {
  type DefinitionInput,
  type DefinitionStep,
  isTakenRelation,
  relationName,
  tableNamed,
  unknownTable,
  unsupported,
} from "./step.ts";

/** `CREATE SEQUENCE [IF NOT EXISTS] invoice_no AS integer START 5000 INCREMENT 10 OWNED BY invoices.no` */
export function createSequence({ catalog, fields }: DefinitionInput): DefinitionStep {
  const command = "CREATE SEQUENCE";
  const relation = fields.sequence as TreeFields;
  const name = relationName(relation);
  if (isTaken(catalog, name)) {
    const message = `relation "${name}" already exists`;
    if (fields.if_not_exists === true) return { command, changes: [], notice: `${message}, skipping` };
    throw new Refused("duplicateTable", message);
  }
  const sequence = read(catalog, { id: randomUUID(), name }, optionsOf(fields.options));
  return { command, changes: [], stored: [{ kind: "sequence", sequence }] };
}

/** `ALTER SEQUENCE invoice_no RESTART WITH 1 INCREMENT BY 2 OWNED BY invoices.no` */
export function alterSequence({ catalog, fields, notices }: DefinitionInput): DefinitionStep {
  const command = "ALTER SEQUENCE";
  const relation = fields.sequence as TreeFields;
  const name = relationName(relation);
  const found = sequenceNamed(catalog, name);
  if (found === undefined) {
    const message = `relation "${name}" does not exist`;
    if (fields.missing_ok === true) return { command, changes: [], notice: `${message}, skipping` };
    throw new Refused("undefinedTable", message, { location: Number(relation.location ?? 0) });
  }
  const options = optionsOf(fields.options);
  if ("table" in found) return { command, changes: [], ...ofIdentity(found, options, notices) };
  const sequence = read(catalog, found.sequence, options);
  const next = options.has("restart") ? (numberOf(options.get("restart")) ?? sequence.start) : null;
  if (next !== null) refuseOutside(sequence, "RESTART", next);
  return {
    command,
    changes: [],
    stored: [{ kind: "sequence", sequence }],
    ...(next === null ? {} : { restartedAt: { id: sequence.id, next } }),
  };
}

/** An identity column counts by ones. */
function ofIdentity(
  { name, table }: Extract<FoundSequence, { table: CatalogTable }>,
  options: Options,
  notices: string[],
): Pick<DefinitionStep, "restarted"> {
  const others = [...options.keys()].filter(
    (option) => !["restart", "owned_by", "cache", "start", "as"].includes(option),
  );
  if (others.length > 0 && numberOf(options.get("increment")) !== "1")
    throw unsupported(
      `ALTER SEQUENCE of "${name}", by which a column counts`,
      null,
      "Only RESTART is possible: an identity column counts by ones. Give the column DEFAULT nextval() of a sequence of its own.",
    );
  if (!options.has("restart")) {
    notices.push(`"${name}" is the counter of its column`);
    return {};
  }
  const next = Number(numberOf(options.get("restart")) ?? "1");
  return { restarted: [{ table: table.definition.name, last: next - 1 }] };
}

function isTaken(catalog: Catalog, name: string): boolean {
  return (
    isTakenRelation(catalog, name) ||
    sequenceNamed(catalog, name) !== undefined ||
    indexNamed(catalog.tables, name) !== undefined
  );
}

type Options = ReadonlyMap<string, unknown>;

function optionsOf(list: unknown): Options {
  const options = new Map<string, unknown>();
  for (const item of asList(list)) {
    const { defname, arg } = unwrap(item)?.fields ?? {};
    const name = String(defname);
    if (options.has(name)) throw new Refused("syntaxError", "conflicting or redundant options");
    options.set(name, arg ?? null);
  }
  return options;
}

function numberOf(argument: unknown): string | null {
  const { ival, fval } = (unwrap(argument)?.fields ?? {}) as { ival?: number; fval?: string };
  if (unwrap(argument) === null) return null;
  return fval ?? String(ival ?? 0);
}

const bounds = {
  smallint: ["-32768", "32767"],
  integer: ["-2147483648", "2147483647"],
  bigint: ["-9223372036854775808", "9223372036854775807"],
} as const;

const types: Readonly<Record<string, CatalogSequence["type"]>> = {
  int2: "smallint",
  int4: "integer",
  int8: "bigint",
  smallint: "smallint",
  integer: "integer",
  int: "integer",
  bigint: "bigint",
};

function read(
  catalog: Catalog,
  old: Pick<CatalogSequence, "id" | "name"> & Partial<CatalogSequence>,
  options: Options,
): CatalogSequence {
  const type = options.has("as") ? typeOf(options.get("as")) : (old.type ?? "bigint");
  const increment = numberOf(options.get("increment")) ?? old.increment ?? "1";
  const wrong = (message: string) => new Refused("invalidParameterValue", message);
  if (BigInt(increment) === 0n) throw wrong("INCREMENT must not be zero");
  const isUp = BigInt(increment) > 0n;
  const [lowest, highest] = bounds[type];
  const kept: Partial<CatalogSequence> = options.has("as") && type !== old.type ? {} : old;
  const min = bound(options, "minvalue", kept.min ?? (isUp ? "1" : lowest), isUp ? "1" : lowest);
  const max = bound(options, "maxvalue", kept.max ?? (isUp ? highest : "-1"), isUp ? highest : "-1");
  if (BigInt(min) < BigInt(lowest))
    throw wrong(`MINVALUE (${min}) is out of range for sequence data type ${type}`);
  if (BigInt(max) > BigInt(highest))
    throw wrong(`MAXVALUE (${max}) is out of range for sequence data type ${type}`);
  if (BigInt(min) >= BigInt(max)) throw wrong(`MINVALUE (${min}) must be less than MAXVALUE (${max})`);
  const start = numberOf(options.get("start")) ?? old.start ?? (isUp ? min : max);
  const cycles = options.has("cycle") ? isTrue(options.get("cycle")) : old.cycles === true;
  const { ownedBy: _, ...own } = old;
  const ownedBy = options.has("owned_by") ? ownerOf(catalog, options.get("owned_by")) : old.ownedBy;
  const { cycles: __, ...rest } = own;
  const sequence: CatalogSequence = {
    ...rest,
    ...{ type, start, increment, min, max },
    ...(cycles ? { cycles: true } : {}),
    ...(ownedBy == null ? {} : { ownedBy }),
  };
  refuseOutside(sequence, "START", start);
  return sequence;
}

function refuseOutside({ min, max }: CatalogSequence, what: "START" | "RESTART", value: string): void {
  const refuse = (said: string) =>
    new Refused("invalidParameterValue", `${what} value (${value}) cannot be ${said}`);
  if (BigInt(value) < BigInt(min)) throw refuse(`less than MINVALUE (${min})`);
  if (BigInt(value) > BigInt(max)) throw refuse(`greater than MAXVALUE (${max})`);
}

/** `NO MINVALUE` is an option without a value. */
function bound(options: Options, name: string, kept: string, natural: string): string {
  return options.has(name) ? (numberOf(options.get(name)) ?? natural) : kept;
}

function isTrue(argument: unknown): boolean {
  return (unwrap(argument)?.fields as { boolval?: boolean } | undefined)?.boolval === true;
}

function typeOf(argument: unknown): CatalogSequence["type"] {
  const found = types[names(unwrap(argument)?.fields.names).at(-1) ?? ""];
  if (found === undefined)
    throw new Refused("invalidParameterValue", "sequence type must be smallint, integer, or bigint");
  return found;
}

function ownerOf(catalog: Catalog, argument: unknown): CatalogSequence["ownedBy"] | null {
  const path = names(unwrap(argument)?.fields.items);
  const [column = "", table] = path.toReversed();
  if (table === undefined) {
    if (column.toLowerCase() === "none") return null;
    throw new Refused("syntaxError", "invalid OWNED BY option", {
      hint: "Specify OWNED BY table.column or OWNED BY NONE.",
    });
  }
  const found = tableNamed(catalog, table);
  if (found === undefined) throw unknownTable(catalog, table, null);
  const key = found.storage.columns[column]?.key;
  if (key === undefined)
    throw new Refused("undefinedColumn", `column "${column}" of relation "${table}" does not exist`);
  return { table: found.id, key };
}
