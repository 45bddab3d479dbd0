import type { QueryNode } from "./query.ts";
import { identifier } from "./sql-text.ts";

/** What each table is called within one statement: by its own name, with a number when it occurs again. */
export class Aliases {
  readonly #names = new Map<QueryNode, string>();
  readonly #taken: Set<string>;

  /** @param outer SQL names of the statement around this one, which must not be hidden. */
  constructor(outer: readonly string[] = []) {
    this.#taken = new Set(outer);
  }

  has(node: QueryNode): boolean {
    return this.#names.has(node);
  }

  /** The SQL name of a node, given at the first call. */
  name(node: QueryNode): string {
    const known = this.#names.get(node);
    if (known !== undefined) return known;
    const name = this.fresh(node.table.name);
    this.#names.set(node, name);
    return name;
  }

  fresh(table: string): string {
    let name = identifier(table);
    for (let number = 2; this.#taken.has(name); number++) name = identifier(`${table}_${number}`);
    this.#taken.add(name);
    return name;
  }

  declaration(node: QueryNode): string {
    return this.declared(node.table.name, this.name(node));
  }

  /** `users`, or `users as users_2`. */
  declared(table: string, alias: string): string {
    return identifier(table) === alias ? alias : `${identifier(table)} as ${alias}`;
  }
}
