import type { Barrier } from "../../engine/access/restrict.ts";
import { labelPlace } from "../../engine/enum-order.ts";
import { ident, join, keyword, type Sql, sql } from "../../sql/sql.ts";
import { isDerived } from "../plan/derived-table.ts";
import type { ReadContext } from "../plan/read-context.ts";
import type { Condition, OrderKey, Output, ReadPlan } from "../plan/read-plan.ts";
import { isToOne } from "../plan/relationship.ts";
import { Barriers } from "./barrier.ts";
import { labelType, outputValue, sortValue } from "./fields.ts";
import { aliasedSide, junctionAlias, type Side } from "./joins.ts";
import { ageOf, isList, naturalKeys, naturalOrder } from "./natural-order.ts";
import { fieldTest, valueTest } from "./operations.ts";
import { direction, orderedRows } from "./ordered-rows.ts";
import { rangeClause } from "./range-clause.ts";
import { callOf, joinedBy, readableSide } from "./readable-side.ts";
import { tieColumns } from "./tied-rows.ts";

/** Where the rows of a node are, when not in its table: what a write has written, or is about to; what was fetched already. */
export interface RowSource {
  /** What stands behind FROM, before the alias. */
  readonly relation: Sql;
  readonly side: Side;
}

/** Turns the nodes of one plan into SELECTs. */
export class RowsCompiler {
  readonly #context: ReadContext;
  readonly #root: RowSource | null;
  readonly #fetched: ReadonlyMap<string, RowSource>;
  readonly #barriers = new Barriers();

  /** @param fetched where embedded nodes are looked up, by alias. */
  constructor(
    context: ReadContext,
    root: RowSource | null = null,
    fetched: ReadonlyMap<string, RowSource> = new Map(),
  ) {
    this.#context = context;
    this.#root = root;
    this.#fetched = fetched;
  }

  /**
   * The rows of a node with the columns that its answer shows.
   *
   * The node's own rows are found, ordered and cut first, what they embed is looked up for those alone.
   */
  rows(node: ReadPlan, parent: Side | null): Sql {
    if (node.isGrouped) return this.#grouped(node, parent);
    const outputs = this.#outputs(node);
    const list = join(outputs.map(({ name, value }) => sql`${value} as ${ident(name)}`));
    const from = this.from(node, parent);
    const value = ({ target }: OrderKey) => this.#orderValue(node, target);
    if (this.#isOrderedRoot(node))
      return orderedRows(node, { list, from, joins: this.#spreadJoins(node), value });
    const alias = ident(node.alias);
    const tail = sql`${from}${this.#orderBy(node)}${rangeClause(node.range)}`;
    const isPlain = outputs.every(({ isPlain }) => isPlain);
    if (isPlain) return sql`select ${list} ${tail}`;
    return sql`select ${list} from (select ${alias}.* ${tail}) as ${alias}${this.#spreadJoins(node)}`;
  }

  #isOrderedRoot(node: ReadPlan): boolean {
    const isRoot = node.relationship === null && !isDerived(node.table) && this.#given(node) === null;
    return isRoot && node.order.length > 0;
  }

  /**
   * The rows of a node that has been ordered and cut already: what the root's relation gives.
   *
   * @param order ORDER BY, where they come in another order than they were chosen in.
   */
  chosenRows(node: ReadPlan, order = sql``): Sql {
    const list = join(this.#outputs(node).map(({ name, value }) => sql`${value} as ${ident(name)}`));
    return sql`select ${list} from ${this.#source(node, null)}${this.#spreadJoins(node)}${order}${rangeClause(node.range)}`;
  }

  /** As many rows as the node's conditions find, whatever its range. */
  allRows(node: ReadPlan): Sql {
    if (node.isGrouped) return this.#grouped({ ...node, order: [], range: { offset: 0, limit: null } }, null);
    return sql`select ${this.from(node, null)}`;
  }

  /** Groups by all that is no aggregate; what spread to-one resources show counts as the node's own. */
  #grouped(node: ReadPlan, parent: Side | null): Sql {
    const outputs = this.#outputs(node);
    const list = join(
      outputs.map(
        ({ name, value, isJson }) => sql`${isJson ? sql`(${value})::jsonb` : value} as ${ident(name)}`,
      ),
    );
    const keys = outputs.flatMap(({ isAggregate }, index) =>
      isAggregate ? [] : [keyword(String(index + 1))],
    );
    const groupBy = keys.length === 0 ? sql`` : sql` group by ${join(keys)}`;
    return sql`select ${list} from ${this.#source(node, parent)}${this.#spreadJoins(node)} where ${this.condition(node, parent)}${groupBy}${this.#orderBy(node, keys)}${rangeClause(node.range)}`;
  }

  /** `from … where …`: the node's rows as they are stored. */
  from(node: ReadPlan, parent: Side | null): Sql {
    return sql`from ${this.#source(node, parent)} where ${this.condition(node, parent)}`;
  }

  #source(node: ReadPlan, parent: Side | null): Sql {
    const source = sql`${this.#own(node, parent)} as ${ident(node.alias)}`;
    const junction = node.relationship?.junction ?? null;
    if (junction === null) return source;
    return sql`${source} cross join ${this.#relation(junction.table, this.#barriers.of(node))} as ${ident(junctionAlias(node.alias))}`;
  }

  #own(node: ReadPlan, parent: Side | null): Sql {
    const given = this.#given(node);
    if (given !== null) return given.relation;
    const call = node.relationship?.call;
    if (call === undefined || parent === null) return this.#relation(node.table, this.#barriers.of(node));
    return sql`(${callOf(this.#context, call, parent)})`;
  }

  #relation(table: ReadPlan["table"], barrier: Barrier): Sql {
    return sql`(${this.#context.relation(table, barrier)})`;
  }

  #side(node: ReadPlan): Side {
    const side = this.#given(node)?.side ?? aliasedSide(node.table, node.alias, !isDerived(node.table));
    return readableSide(this.#context, side);
  }

  #given({ alias, relationship }: ReadPlan): RowSource | null {
    return (relationship === null ? this.#root : this.#fetched.get(alias)) ?? null;
  }

  /** What a row of the node must meet: the join to its parent, the filters, and its inner embeddings. */
  condition(node: ReadPlan, parent: Side | null): Sql {
    this.#barriers.of(node);
    const parts = [
      ...joinedBy(this.#context, node, parent, this.#side(node)),
      ...node.where.map((condition) => this.#condition(node, condition)),
      ...node.children.filter(({ isInner }) => isInner).map((child) => this.#exists(node, child)),
    ];
    return parts.length === 0 ? keyword("true") : join(parts, " and ");
  }

  #condition(node: ReadPlan, condition: Condition): Sql {
    const positive = this.#positive(node, condition);
    return condition.isNegated ? sql`(not (${positive}))` : sql`(${positive})`;
  }

  #positive(node: ReadPlan, condition: Condition): Sql {
    switch (condition.kind) {
      case "and":
      case "or":
        return join(
          condition.parts.map((part) => this.#condition(node, part)),
          ` ${condition.kind} `,
        );
      case "test":
        return fieldTest(condition.field, condition.operation, this.#side(node));
      case "exists":
        return this.#exists(node, condition.node);
      case "count":
        return valueTest(this.#count(node, condition.node), condition.operation);
    }
  }

  #exists(node: ReadPlan, child: ReadPlan): Sql {
    const { offset } = child.range;
    return sql`exists (select ${this.from(child, this.#side(node))}${rangeClause({ offset, limit: null })})`;
  }

  #count(node: ReadPlan, child: ReadPlan): Sql {
    return sql`(select count(*) ${this.from(child, this.#side(node))})`;
  }

  /** @param last what tells those apart that are equal in all that they are ordered by: a list that is paged through has each once. */
  #orderBy(node: ReadPlan, last = this.#lastKeys(node)): Sql {
    if (node.order.length === 0) return isList(node) ? naturalOrder(ageOf(node)) : sql``;
    const keys = node.order.map((key) => sql`${this.#orderValue(node, key.target)}${direction(key)}`);
    return sql` order by ${join([...keys, ...last])}`;
  }

  #lastKeys(node: ReadPlan): readonly Sql[] {
    if (isList(node)) return naturalKeys(ageOf(node));
    if (!isDerived(node.table)) return [];
    return tieColumns(this.#context.catalog, node).map((name) => this.#side(node).column(name));
  }

  #orderValue(node: ReadPlan, target: OrderKey["target"]): Sql {
    switch (target.kind) {
      case "field":
        return sortValue(target.field, this.#side(node));
      case "output":
        return this.#shown(node, target.name);
      case "count":
        return this.#count(node, target.node);
      case "related": {
        const value = sortValue(target.field, this.#side(target.node));
        if (node.isGrouped && target.node.isSpread) return value;
        return sql`(select ${value} ${this.from(target.node, this.#side(node))} limit 1)`;
      }
    }
  }

  /** What the answer shows under a name, to order by. */
  #shown(node: ReadPlan, name: string): Sql {
    const output = node.outputs.find((own) => own.kind === "value" && own.name === name);
    const type = output?.kind === "value" ? labelType(output) : null;
    if (output?.kind !== "value" || type === null) return ident(name);
    return labelPlace(type.labels, outputValue(output, this.#side(node), node.alias));
  }

  /** What the node shows, with what its spread resources show in their places. */
  #outputs(node: ReadPlan): readonly NamedOutput[] {
    return node.outputs.flatMap((output) => this.#output(node, output));
  }

  #output(node: ReadPlan, output: Output): readonly NamedOutput[] {
    switch (output.kind) {
      case "value": {
        const value = outputValue(output, this.#side(node), node.alias);
        const isAggregate = output.aggregate !== null;
        return [{ name: output.name, value, isAggregate, isPlain: true, isJson: false }];
      }
      case "embed": {
        const value = this.#embedded(node, output.node);
        return [{ name: output.node.name, value, isAggregate: false, isPlain: false, isJson: true }];
      }
      case "spread":
        return this.#spread(output.node);
    }
  }

  #spread(child: ReadPlan): readonly NamedOutput[] {
    if (child.relationship === null || isToOne(child.relationship))
      return this.#outputs(child).map((inner) => ({
        ...inner,
        isPlain: false,
        value: inner.isJson ? this.#whenFound(child, inner.value) : inner.value,
      }));
    return this.#outputs(child).map(({ name }) => ({
      name,
      value: sql`${ident(child.alias)}.${ident(name)}`,
      isAggregate: false,
      isPlain: false,
      isJson: true,
    }));
  }

  /** Without a row to be in, what it embeds is null, not an empty list. */
  #whenFound(child: ReadPlan, value: Sql): Sql {
    return sql`case when ${ident(child.alias)}."$found" then ${value} end`;
  }

  #embedded(node: ReadPlan, child: ReadPlan): Sql {
    const rows = this.rows(child, this.#side(node));
    if (child.relationship !== null && isToOne(child.relationship))
      return sql`(select row_to_json(r.*) from (${rows}) as r limit 1)`;
    return sql`(select coalesce(json_agg(r.*), '[]') from (${rows}) as r)`;
  }

  /** The rows of spread resources beside the node's own: of to-one ones the row itself, of others one array per column. */
  #spreadJoins(node: ReadPlan): Sql {
    const spread = node.outputs.flatMap((output) => (output.kind === "spread" ? [output.node] : []));
    return join(
      spread.map(
        (child) =>
          sql` left join lateral (${this.#spreadRow(node, child)}) as ${ident(child.alias)} on true${isOne(child) ? this.#spreadJoins(child) : sql``}`,
      ),
      "",
    );
  }

  #spreadRow(node: ReadPlan, child: ReadPlan): Sql {
    const parent = this.#side(node);
    if (isOne(child)) {
      const { offset, limit } = child.range;
      const one = rangeClause({ offset, limit: Math.min(1, limit ?? 1) });
      return sql`select true as "$found", ${ident(child.alias)}.* ${this.from(child, parent)}${one}`;
    }
    const lists = this.#outputs(child).map(
      ({ name }) => sql`coalesce(json_agg(r.${ident(name)}), '[]') as ${ident(name)}`,
    );
    return sql`select ${join(lists)} from (${this.rows(child, parent)}) as r`;
  }
}

interface NamedOutput {
  readonly name: string;
  readonly value: Sql;
  readonly isAggregate: boolean;
  /** Needs nothing but the node's own row. */
  readonly isPlain: boolean;
  readonly isJson: boolean;
}

function isOne({ relationship }: ReadPlan): boolean {
  return relationship !== null && isToOne(relationship);
}
