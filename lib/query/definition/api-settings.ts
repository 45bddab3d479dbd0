import { randomUUID } from "node:crypto";
import { apiDefaults, type CatalogApiSettings, maxRowsLimit } from "../../catalog/api-settings.ts";
import { asList, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { Refused } from "../write/refused.ts";
import { type DefinitionInput, type DefinitionStep, unsupported } from "./step.ts";

/** Where PostgREST reads its settings: those of the login that it has, which nothing here logs in as. */
const login = "authenticator";

/** Whether a statement is about the settings of the data API, as PostgREST has them. */
export function isAboutApi({ kind, fields }: TreeNode): boolean {
  if (kind === "NotifyStmt") return fields.conditionname === "pgrst";
  if (kind !== "AlterRoleSetStmt") return false;
  const { rolename } = (fields.role ?? {}) as TreeFields;
  const { kind: how, name } = settingOf(fields);
  return rolename === login && (how === "VAR_RESET_ALL" || String(name).startsWith("pgrst."));
}

type Settings = Omit<CatalogApiSettings, "id" | "name">;

/** What a value of each setting makes of the others. */
const settings: Readonly<Record<string, (value: string) => Settings | null>> = {
  "pgrst.db_max_rows": (value) => {
    const maxRows = Number(value);
    return /^\d{1,9}$/.test(value) && maxRows >= 1 && maxRows <= maxRowsLimit ? { maxRows } : null;
  },
  "pgrst.db_aggregates_enabled": (value) => {
    const isOn = booleans[value.toLowerCase()];
    return isOn === undefined ? null : { aggregates: isOn };
  },
};

const booleans: Readonly<Record<string, boolean>> = {
  true: true,
  on: true,
  yes: true,
  "1": true,
  false: false,
  off: false,
  no: false,
  "0": false,
};

/** `ALTER ROLE authenticator SET pgrst.db_max_rows = '500'`, `… TO DEFAULT`, `RESET pgrst.db_max_rows` and `RESET ALL`. */
export function alterApiSettings({ catalog, fields }: DefinitionInput): DefinitionStep {
  const setting = settingOf(fields);
  const old = catalog.api ?? { id: randomUUID(), name: "settings" };
  const made = { id: old.id, name: old.name, ...changed(old, setting) };
  return { command: "ALTER ROLE", changes: [], stored: [{ kind: "api", api: made }], notice: words(made) };
}

/** `NOTIFY pgrst, 'reload config'`, which PostgREST needs after such a change. */
export function notifyApi(): DefinitionStep {
  return {
    command: "NOTIFY",
    changes: [],
    notice: "the data API knows of changed definitions and settings at once",
  };
}

function settingOf(fields: TreeFields): TreeFields {
  return (fields.setstmt ?? {}) as TreeFields;
}

function changed({ maxRows, aggregates }: CatalogApiSettings, { kind, name, args }: TreeFields): Settings {
  if (kind === "VAR_RESET_ALL") return {};
  const of = settings[String(name)];
  if (of === undefined)
    throw unsupported(
      `The setting ${String(name)}`,
      null,
      `There are ${Object.keys(settings).join(" and ")}.`,
    );
  const others: Settings = {
    ...(maxRows === undefined || name === "pgrst.db_max_rows" ? {} : { maxRows }),
    ...(aggregates === undefined || name === "pgrst.db_aggregates_enabled" ? {} : { aggregates }),
  };
  if (kind !== "VAR_SET_VALUE") return others;
  const [first, ...more] = asList(args);
  const value = constant(first);
  const own = more.length === 0 ? of(value) : null;
  if (own === null)
    throw new Refused("invalidParameterValue", `invalid value for parameter "${String(name)}": "${value}"`, {
      hint:
        name === "pgrst.db_max_rows"
          ? `A number from 1 to ${maxRowsLimit}.`
          : "Boolean values are on, off, true, false, yes, no, 1 and 0.",
    });
  return { ...others, ...own };
}

function constant(item: unknown): string {
  const { sval, ival, fval, boolval } = (unwrap(item)?.fields ?? {}) as Readonly<Record<string, TreeFields>>;
  if (sval !== undefined) return String(sval.sval ?? "");
  // What is zero is not printed.
  if (ival !== undefined) return String(ival.ival ?? 0);
  if (boolval !== undefined) return String(boolval.boolval ?? false);
  return String(fval?.fval ?? "");
}

function words({ maxRows = apiDefaults.maxRows, aggregates = apiDefaults.aggregates }: Settings): string {
  return `the data API answers with ${maxRows} rows at most, and ${aggregates ? "with" : "without"} aggregates`;
}
