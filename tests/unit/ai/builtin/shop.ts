import { completeTable } from "#lib/catalog/complete-table.ts";
import type { Schema } from "#lib/catalog/types.ts";
import { usersTable } from "#lib/catalog/users-table.ts";

/** A small schema to refine. */
export const shop: Schema = {
  tables: [
    usersTable,
    completeTable({
      name: "customers",
      columns: [
        { name: "name", type: "text", required: true },
        { name: "email", type: "email" },
        { name: "phone", type: "text" },
        { name: "street", type: "text" },
        { name: "city", type: "text" },
      ],
    }),
    completeTable({
      name: "orders",
      columns: [
        { name: "total", type: "text" },
        {
          name: "customer_id",
          type: "uuid",
          required: true,
          references: { table: "customers", column: "id", on_delete: "cascade" },
        },
      ],
    }),
    completeTable({
      name: "products",
      columns: [
        { name: "name", type: "text", required: true },
        { name: "brand", type: "text" },
      ],
    }),
  ],
};
