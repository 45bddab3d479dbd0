import type pg from "pg";
import { describe, expect, it } from "vitest";
import { type Scope, systemScope } from "#lib/db/scope.ts";
import { createContexts } from "#lib/db/transaction/contexts.ts";
import { compile } from "#lib/sql/sql.ts";

/** A connection that was told of one process and is answered by another, or the same. */
function connection(told: number | undefined, answers: number): pg.ClientBase {
  const results = [{ rows: [] }, { rows: [{ pid: answers }] }];
  // The cast: nothing else of a client is used.
  return { processID: told, query: async () => results } as unknown as pg.ClientBase;
}

const sign = (scope: Scope) => `token of ${scope.kind}`;
const user = { kind: "user", userId: "u" } as Scope;

async function met(client: pg.ClientBase, isKept: boolean) {
  const contexts = createContexts(sign, isKept);
  contexts.meet(client);
  await new Promise((resolve) => setImmediate(resolve));
  const entering = (scope: Scope) => {
    const step = contexts.entering(client, scope);
    return step === null ? null : compile(step.statement).text;
  };
  return { contexts, entering };
}

describe("the context of a connection", () => {
  it.each([
    ["answers through a pooler", connection(1, 2), true],
    ["does not say which process it is", connection(undefined, 2), true],
    ["belongs to a database that cannot keep one", connection(1, 1), false],
  ])("is set for every transaction where it %s", async (_, client, isKept) => {
    const { contexts, entering } = await met(client, isKept);
    for (let round = 0; round < 2; round += 1) {
      expect(entering(user)).toBe(`set local "app.claims" = 'token of user'`);
      contexts.ended(client, true);
    }
    expect(contexts.keeps(client)).toBe(false);
    expect(compile(contexts.within(client, systemScope)).text).toBe(
      `set local "app.claims" = 'token of system'`,
    );
  });

  it("is entered where another held before, or where it is unknown what holds", async () => {
    const client = connection(1, 1);
    const { contexts, entering } = await met(client, true);
    const entry = (scope: Scope) => `select app.enter_context('${sign(scope)}', false)`;
    expect(entering(user)).toBe(entry(user));
    contexts.ended(client, true);
    expect(entering(user)).toBeNull();
    // A transaction that entered nothing leaves what was, however it ends.
    contexts.ended(client, false);
    expect(entering(user)).toBeNull();
    contexts.ended(client, true);
    expect(entering(systemScope)).toBe(entry(systemScope));
    contexts.ended(client, false);
    expect(entering(user)).toBe(entry(user));
    contexts.ended(client, true);
    expect(entering(user)).toBeNull();
  });

  it("is entered anew behind a transaction that was begun and whose end nobody told", async () => {
    const client = connection(1, 1);
    const { contexts, entering } = await met(client, true);
    const entry = (scope: Scope) => `select app.enter_context('${sign(scope)}', false)`;
    entering(user);
    contexts.ended(client, true);
    entering(systemScope);
    expect(entering(user)).toBe(entry(user));
    contexts.ended(client, true);
    expect(entering(user)).toBeNull();
    expect(entering(systemScope)).toBe(entry(systemScope));
  });
});
