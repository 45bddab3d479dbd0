import type { EventEmitter } from "node:events";
import type pg from "pg";

/** The fields of an error or a notice, as the protocol's parser gives them. */
interface Told {
  message?: string | undefined;
  code?: string | undefined;
  detail?: string | undefined;
  constraint?: string | undefined;
  table?: string | undefined;
  column?: string | undefined;
  schema?: string | undefined;
  dataType?: string | undefined;
}

/**
 * A foreign key of stored rows fails when the statement ends, and knows only how rows are stored. What `app.dangling_reference`
 * and `app.key_still_referred` have said before of the same slot becomes the error: the virtual table's own constraint. So does what `app.told_key` has said of
 * the row that a key refuses, for a statement that asks its rows to.
 */
export function tellReferences(client: pg.ClientBase): void {
  // The cast: `pg` does not declare the connection behind a client, which hands messages on as events.
  const { connection } = client as unknown as { readonly connection: EventEmitter };
  let notices: Told[] = [];
  const keys = new Map<string, Told>();
  connection.on("notice", (notice: Told) => {
    if (notice.dataType === undefined) return;
    if (/^(?:23503|23001)$/.test(notice.code ?? "")) notices.push(notice);
    // The last one of a slot is the one that counts.
    if (notice.code === "23505") keys.set(notice.dataType, notice);
  });
  connection.on("readyForQuery", () => {
    notices = [];
    keys.clear();
  });
  // In front of the client's own listener, which gives the error away.
  connection.prependListener("errorMessage", (error: Told) => {
    if (error.code === "23505") {
      const told = keys.get(keySlot(error.constraint ?? ""));
      if (told !== undefined) become(error, told);
      return;
    }
    const slot = /^project_data_(r\d)_fkey$/.exec(error.constraint ?? "")?.[1];
    if (error.code !== "23503" || slot === undefined) return;
    const of = (place: string) => notices.find(({ dataType }) => dataType === place);
    const told = of(`${slot} changed`) ?? of(slot);
    if (told !== undefined) become(error, told);
  });
}

function keySlot(index: string): string {
  return index === "project_data_pkey" ? "id" : (/^project_data_(u\d)_key$/.exec(index)?.[1] ?? "");
}

function become(error: Told, { message, code, detail, constraint, table, column, schema }: Told): void {
  Object.assign(error, { message, code, detail, constraint, table, column, schema });
}
