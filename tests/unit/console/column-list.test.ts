import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { ColumnList } from "#components/tables/column-list.tsx";
import type { Column } from "#lib/catalog/types.ts";

function shown(column: Omit<Column, "name">): string {
  const table = { name: "t", columns: [{ name: "c", ...column }] };
  const nothing = () => undefined;
  return renderToStaticMarkup(
    createElement(ColumnList, { table, canWrite: false, onEdit: nothing, onDrop: nothing }),
  );
}

it("a column's default is shown whether it is a value or an expression", () => {
  expect(shown({ type: "text", default: "draft" })).toContain("default draft");
  expect(shown({ type: "numeric", sql_type: "numeric(10,2)", default_expression: "0" })).toContain(
    "default 0",
  );
  expect(shown({ type: "text" })).not.toContain("default");
});
