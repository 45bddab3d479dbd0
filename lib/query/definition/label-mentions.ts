import type { Catalog, CatalogEnum, CatalogTable, Change, Constraint } from "../../catalog/types.ts";
import { compile, literal } from "../../sql/sql.ts";
import { labelPlaces } from "../enums/enum-edits.ts";
import { relationColumns } from "../enums/scope.ts";
import { placedTokens, tokenFrom } from "../text/clauses.ts";
import { cutter } from "../text/composed-text.ts";
import { byteIndex } from "../text/positions.ts";
import type { FunctionTools } from "./function-tools.ts";

/** A label of an enum that gets another name. */
export interface RenamedLabel {
  readonly own: CatalogEnum;
  readonly from: string;
  readonly to: string;
}

/** What goes before the rows have the new name, and what comes with it afterwards. */
export interface MentionChanges {
  readonly before: readonly Change[];
  readonly after: readonly Change[];
}

/**
 * Checks, keys, generated columns and rules that say a label: as in Postgres they follow its name. What looks at rows goes while
 * these have the one name or the other.
 */
export async function mentionChanges(
  catalog: Catalog,
  tools: FunctionTools,
  label: RenamedLabel,
): Promise<MentionChanges> {
  const before: Change[] = [];
  const after: Change[] = [];
  for (const table of catalog.tables) {
    const own = table.definition.name;
    const renamed = (text: string | undefined) => renamedIn({ catalog, table, tools }, text, label);
    for (const constraint of table.definition.constraints ?? []) {
      const expression = await renamed(constraint.expression);
      if (expression === null) continue;
      before.push({ kind: "drop_constraint", table: own, name: nameOf(constraint) });
      after.push({ kind: "add_constraint", table: own, constraint: { ...constraint, expression } });
    }
    for (const column of table.definition.columns) {
      const generated = await renamed(column.generated);
      if (generated !== null)
        after.push({ kind: "alter_column", table: own, column: column.name, set: { generated } });
    }
    for (const { name, using, check } of table.definition.policies ?? []) {
      const [newUsing, newCheck] = [await renamed(using), await renamed(check)];
      if (newUsing === null && newCheck === null) continue;
      const set = {
        ...(newUsing !== null && { using: newUsing }),
        ...(newCheck !== null && { check: newCheck }),
      };
      after.push({ kind: "alter_policy", table: own, name, set });
    }
  }
  return { before, after };
}

function nameOf({ name }: Constraint): string {
  if (name === undefined) throw new RangeError("a constraint of an expression without a name");
  return name;
}

interface Place {
  readonly catalog: Catalog;
  readonly table: CatalogTable;
  readonly tools: FunctionTools;
}

const opening = "SELECT ";

/** The condition with the new name of the label; null: it does not say it. */
async function renamedIn(
  { catalog, table, tools }: Place,
  text: string | undefined,
  { own, from, to }: RenamedLabel,
): Promise<string | null> {
  const said = compile(literal(from)).text;
  if (text === undefined || !text.includes(said.replace(/^E?'|'$/g, ""))) return null;
  const typed = `${opening}${text}`;
  const parsed = await tools.parse(typed);
  const [statement] = parsed.ok ? parsed.statements : [];
  if (statement === undefined) throw new RangeError("an expression of a definition that cannot be parsed");
  const { name } = table.definition;
  const places = labelPlaces(
    catalog,
    { typed, statement: statement.tree, indexOf: byteIndex(typed) },
    { alias: name, columns: relationColumns(catalog, name), row: name },
    { id: own.id, label: from },
  );
  if (places.length === 0) return null;
  const placed = placedTokens(typed, { start: 0, end: typed.length });
  const edits = places.map((at) => {
    const end = placed[tokenFrom(placed, at)]?.end ?? at;
    return { at, end, text: compile(literal(to)).text };
  });
  return cutter(typed, edits)(opening.length, typed.length)
    .map((piece) => piece.text)
    .join("");
}
