import type { Block, Declaration, Statement } from "./block.ts";

/**
 * The variable of `FOR i IN 1 .. 10` is the loop's own, also where the block declares an `i`, as many do: this one has its value
 * again behind the loop.
 */
export function withOwnCounters(block: Block): Block {
  return within(block, new Set());
}

function within(block: Block, outer: ReadonlySet<string>): Block {
  const known = new Set([...outer, ...block.declarations.map(({ name }) => name)]);
  const kept = new Map<string, Declaration>();
  const change = (statements: readonly Statement[]) =>
    statements.flatMap((statement) => changed(statement, { known, kept, own: block.declarations, change }));
  const statements = change(block.statements);
  const handlers = block.handlers.map((handler) => ({ ...handler, statements: change(handler.statements) }));
  return { declarations: [...block.declarations, ...kept.values()], statements, handlers };
}

interface Around {
  readonly known: ReadonlySet<string>;
  /** What variables are kept in for as long as a loop has their names, by these. */
  readonly kept: Map<string, Declaration>;
  readonly own: readonly Declaration[];
  readonly change: (statements: readonly Statement[]) => readonly Statement[];
}

function changed(statement: Statement, around: Around): readonly Statement[] {
  const { change } = around;
  switch (statement.kind) {
    case "block":
      return [{ kind: "block", block: within(statement.block, around.known) }];
    case "if":
      return [
        {
          kind: "if",
          arms: statement.arms.map((arm) => ({ ...arm, statements: change(arm.statements) })),
          otherwise: change(statement.otherwise),
        },
      ];
    case "foreach":
    case "while":
      return [{ ...statement, statements: change(statement.statements) }];
    case "for": {
      const loop = { ...statement, statements: change(statement.statements) };
      const outer = statement.isCounted ? outerOf(statement.targets[0] ?? "", around) : null;
      if (outer === null) return [loop];
      const { name, place } = outer;
      return [
        { kind: "assign", target: place, value: `"${name}"` },
        { ...loop, isDeclared: true },
        { kind: "assign", target: name, value: `"${place}"` },
      ];
    }
    default:
      return [statement];
  }
}

function outerOf(
  name: string,
  { own, kept }: Around,
): { readonly name: string; readonly place: string } | null {
  const declared = own.find((declaration) => declaration.name === name);
  if (declared === undefined || name.includes('"')) return null;
  const place = `${name}_around_loop`;
  kept.set(name, { ...declared, name: place, value: null });
  return { name, place };
}
