import { perhapsMeant } from "../../catalog/checks/nearest-name.ts";
import { isKeyOf, isReadOnly, primaryKey } from "../../catalog/column-facts.ts";
import type { Change, Column, Table } from "../../catalog/types.ts";
import type { TenantScope } from "../../db/scope.ts";
import { AppError, type Issue, invalidInput } from "../../errors/app-error.ts";
import { runtime } from "../../runtime/runtime.ts";
import { type ImportRow, selectRunning, startImport as start } from "../../store/records/import.ts";
import { openFile, type ReadWishes } from "../../transfer/open-file.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { tableNamed } from "../in-catalog.ts";
import { applyInScope } from "../schema/apply-schema.ts";
import { findUploaded, reading } from "./find-import.ts";
import type { ImportMade, ImportRules, ImportSettings, NewColumn } from "./import-settings.ts";
import { type ImportView, importView } from "./import-view.ts";
import { storedFile } from "./stored-file.ts";
import { takeAway } from "./take-away.ts";

export interface StartImportInput extends Partial<ImportRules> {
  readonly read?: ReadWishes;
  /** Of a script none. */
  readonly table?: string;
  /** Whether the table is to be made; it must not be there. */
  readonly create_table?: boolean;
  readonly columns?: readonly (Partial<NewColumn> & {
    readonly source: string;
    /** Null: left out. */
    readonly column: string | null;
  })[];
}

/**
 * Starts an import: makes the table, or the columns that it lacks, and lets a server bring in the rows.
 *
 * @throws {AppError} RH305 while another import of the project is under way; RH200 for a table that cannot be made; RH002 for a
 * mapping that names what is not there.
 */
export async function startImport(
  actor: Actor,
  databaseId: string,
  importId: string,
  input: StartImportInput,
): Promise<{ import: ImportView }> {
  const scope = await authorize(actor, databaseId, "editor");
  const row = await findUploaded(scope, importId);
  const { settings: read, shape } = await reading(() =>
    openFile(storedFile(scope, row), row.file_name, input.read ?? {}),
  );
  await refuseSecond(scope);
  const on_error = input.on_error ?? "stop";
  if (read.format === "sql") return begin(scope, importId, { kind: "script", read, on_error }, {});
  const sources = shape.columns.map(({ source }) => source);
  const columns = input.columns ?? [];
  refuseStrange(columns, sources);
  const made = await makeRoom(scope, input, columns);
  try {
    const catalog = await runtime().catalogs.get(scope);
    const table = tableNamed(catalog, input.table ?? "");
    const rules = rulesFor(table.definition, input);
    const targets = new Map(columns.map(({ source, column }) => [source, column]));
    const mapped = sources.map((source) => ({ source, column: targets.get(source) ?? null }));
    refuseUnknown(table.definition, columns);
    const strict =
      made.table === undefined ? (made.columns ?? []) : table.definition.columns.map(({ name }) => name);
    const place = { id: table.id, name: table.definition.name };
    const settings = { kind: "rows", read, table: place, columns: mapped, strict, ...rules } as const;
    return await begin(scope, importId, settings, made);
  } catch (error) {
    await takeAway(scope, made, input.table ?? "");
    throw error;
  }
}

async function refuseSecond(scope: TenantScope): Promise<void> {
  const { rows } = await runtime().database.query<ImportRow>(scope, selectRunning(scope), { readOnly: true });
  const [running] = rows;
  if (running !== undefined) throw second(running.file_name);
}

function second(name?: string): AppError {
  const what = name === undefined ? "Another file" : `"${name}"`;
  return new AppError("RH305", `${what} is being imported into this project.`, {
    hint: "Wait until it is done, or cancel it. Your file stays uploaded for a day.",
  });
}

async function begin(
  scope: TenantScope,
  importId: string,
  settings: ImportSettings,
  made: ImportMade,
): Promise<{ import: ImportView }> {
  const { rows } = await runtime()
    .database.query<ImportRow>(scope, start(scope, importId, { settings, made }))
    .catch((error: unknown) => {
      throw (error as { readonly code?: unknown }).code === "23505" ? second() : error;
    });
  const [started] = rows;
  if (started === undefined) throw new AppError("RH206", "This import was started already.", { status: 409 });
  return { import: importView(started) };
}

type Mapping = NonNullable<StartImportInput["columns"]>;

function refuseStrange(columns: Mapping, sources: readonly string[]): void {
  const issues: Issue[] = [];
  const taken = new Set<string>();
  for (const [index, { source, column }] of columns.entries()) {
    if (!sources.includes(source))
      issues.push({
        path: `/columns/${index}/source`,
        message: `the file has no column "${source.slice(0, 80)}".${perhapsMeant(source, sources)}`,
      });
    if (column === null) continue;
    if (taken.has(column))
      issues.push({ path: `/columns/${index}/column`, message: `"${column.slice(0, 80)}" is filled twice` });
    taken.add(column);
  }
  if (taken.size === 0)
    issues.push({ path: "/columns", message: "names no column that a value would go to" });
  if (issues.length > 0) throw invalidInput(issues);
}

function refuseUnknown(table: Table, columns: Mapping): void {
  const issues = columns.flatMap(({ column }, index): Issue[] => {
    const path = `/columns/${index}/column`;
    const found = column === null ? null : table.columns.find(({ name }) => name === column);
    if (found === undefined) {
      const names = table.columns.map(({ name }) => name);
      const meant = perhapsMeant(column ?? "", names);
      return [
        { path, message: `"${table.name}" has no column "${column}": give it a type to make it.${meant}` },
      ];
    }
    if (found?.name === "password_hash" && table.name === "users")
      return [
        { path, message: "passwords are not imported: people set one by mail, or through the auth API" },
      ];
    return found !== null && found.generated !== undefined
      ? [{ path, message: "is computed and cannot be set" }]
      : [];
  });
  if (issues.length > 0) throw invalidInput(issues);
}

/** Makes the table or the columns that the mapping asks for. */
async function makeRoom(scope: TenantScope, input: StartImportInput, columns: Mapping): Promise<ImportMade> {
  const name = input.table;
  if (name === undefined || name === "") throw invalidInput([{ path: "/table", message: "is missing" }]);
  if (input.create_table === true) {
    const table: Table = { name, columns: columns.flatMap(newColumn) };
    await applyInScope(scope, { changes: [{ kind: "create_table", table }] });
    return { table: name };
  }
  const catalog = await runtime().catalogs.get(scope);
  const known = new Set(tableNamed(catalog, name).definition.columns.map((column) => column.name));
  const missing = columns.filter(
    ({ column, type }) => column !== null && type !== undefined && !known.has(column),
  );
  if (missing.length === 0) return {};
  const changes = missing
    .flatMap(newColumn)
    .map((column): Change => ({ kind: "add_column", table: name, column }));
  await applyInScope(scope, { changes });
  return { columns: missing.flatMap(({ column }) => column ?? []) };
}

function newColumn({ column, type, primary_key }: Mapping[number]): readonly Column[] {
  if (column === null) return [];
  return [{ name: column, type: type ?? "text", ...(primary_key === true ? { primary_key: true } : {}) }];
}

function rulesFor(table: Table, input: StartImportInput): ImportRules {
  const { on_error = "stop", on_duplicate = "error" } = input;
  if (on_duplicate !== "update") return { on_error, on_duplicate };
  const key = input.key ?? primaryKey(table);
  const filled = new Set((input.columns ?? []).flatMap(({ column }) => column ?? []));
  if (!isKeyOf(table, key))
    throw invalidInput([
      { path: "/key", message: `is no unique key of "${table.name}": rows cannot be found by it` },
    ]);
  const missing = key.find((name) => !filled.has(name));
  if (missing !== undefined)
    throw invalidInput([{ path: "/key", message: `"${missing}" is filled by no column of the file` }]);
  const isFixed = table.columns.some(
    (column) => filled.has(column.name) && isReadOnly(column) && !key.includes(column.name),
  );
  if (isFixed)
    throw invalidInput([{ path: "/columns", message: "fills a column that always counts up by itself" }]);
  return { on_error, on_duplicate, key };
}
