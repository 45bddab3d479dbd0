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
 * and `app.key_still_referred` have said before of the same slot becomes the error: the virtual table's own constraint.
 */
export function tellReferences(client: pg.ClientBase): void {
  // The cast: `pg` does not declare the connection behind a client, which hands messages on as events.
  const { connection } = client as unknown as { readonly connection: EventEmitter };
  let notices: Told[] = [];
  connection.on("notice", (notice: Told) => {
    if (notice.dataType !== undefined && /^(?:23503|23001)$/.test(notice.code ?? "")) notices.push(notice);
  });
  connection.on("readyForQuery", () => {
    notices = [];
  });
  // In front of the client's own listener, which gives the error away.
  connection.prependListener("errorMessage", (error: Told) => {
    const slot = /^project_data_(r\d)_fkey$/.exec(error.constraint ?? "")?.[1];
    if (error.code !== "23503" || slot === undefined) return;
    const of = (place: string) => notices.find(({ dataType }) => dataType === place);
    const told = of(`${slot} changed`) ?? of(slot);
    if (told === undefined) return;
    const { message, code, detail, constraint, table, column, schema } = told;
    Object.assign(error, { message, code, detail, constraint, table, column, schema });
  });
}
