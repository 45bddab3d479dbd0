import { describe, expect, it } from "vitest";
import { ApiError } from "#components/api/api-error.ts";
import type { Row } from "#components/api/types.ts";
import { EditHistory } from "#components/grid/edit-history.ts";
import { EditStore, type EditTransport, type RowPatch } from "#components/grid/edit-store.ts";

type Sent = Parameters<EditTransport["update"]>[0];

/** A server with rows by key, which notes what it was sent. */
function server(rows: Record<string, Row>, refuse: (records: Sent) => ApiError | null = () => null) {
  const sent: Sent[] = [];
  let clock = 100;
  const store = new EditStore({
    update: async (records) => {
      sent.push(records);
      const stale = records.findIndex(({ id, if_match }) => if_match && rows[id]?.updated_at !== if_match);
      const refusal = stale < 0 ? refuse(records) : problem(412, `/records/${stale}`, "moved on");
      if (refusal) throw refusal;
      return records.map(({ id, data }) => {
        rows[id] = { ...rows[id], ...data, updated_at: String(clock++) };
        return rows[id];
      });
    },
    load: async (key) => rows[key] ?? null,
    onRows: () => undefined,
  });
  return { store, sent, rows };
}

function problem(status: number, path: string, message: string): ApiError {
  const body = { code: "x", message, hint: null, id: null, details: [{ path, message }] };
  return new ApiError(status, body);
}

const patch = (key: string, before: Row, data: Row, seen = "1"): RowPatch => ({ key, before, data, seen });
const rows = () => ({ a: { n: 1, m: 1, updated_at: "1" }, b: { n: 2, m: 2, updated_at: "1" } });

describe("edits of cells", () => {
  it("are shown at once, and stay when the server takes them", async () => {
    const { store, rows: stored } = server(rows());
    const work = store.commit([patch("a", { n: 1 }, { n: 9 })]);
    expect(store.shown("a", { n: 1 })).toEqual({ n: 9 });
    expect(await work).toHaveLength(1);
    expect([stored.a?.n, store.isSaving]).toEqual([9, false]);
  });

  it("of one row that follow each other are no conflict with themselves", async () => {
    const { store, rows: stored } = server(rows());
    await Promise.all([
      store.commit([patch("a", { n: 1 }, { n: 5 })]),
      store.commit([patch("a", { n: 5 }, { n: 6 })]),
      store.commit([patch("a", { n: 6 }, { n: 7 })]),
    ]);
    expect([stored.a?.n, store.problemCount]).toEqual([7, 0]);
  });

  it("that are refused are taken back with the reason, and the others are saved", async () => {
    const refuse = (records: Sent) => {
      const at = records.findIndex(({ data }) => data.n === 13);
      return at < 0 ? null : problem(422, `/records/${at}/data/n`, "N is unlucky.");
    };
    const { store, rows: stored } = server(rows(), refuse);
    const saved = await store.commit([patch("a", { n: 1 }, { n: 13 }), patch("b", { n: 2 }, { n: 3 })]);
    expect(saved.map(({ key }) => key)).toEqual(["b"]);
    expect([stored.a?.n, stored.b?.n]).toEqual([1, 3]);
    expect(store.problemsOf("a")?.get("n")).toEqual({ message: "N is unlucky.", value: 13 });
    expect(store.shown("a", { n: 1 })).toEqual({ n: 1 });
  });

  it("go through when somebody else changed other columns of the row", async () => {
    const { store, rows: stored } = server({ a: { n: 1, m: 50, updated_at: "2" } });
    await store.commit([patch("a", { n: 1 }, { n: 9 })]);
    expect([stored.a?.n, stored.a?.m, store.problemCount]).toEqual([9, 50, 0]);
  });

  it("never overwrite what somebody else made of the same cell", async () => {
    const { store, rows: stored } = server({ a: { n: 77, m: 1, updated_at: "2" } });
    expect(await store.commit([patch("a", { n: 1 }, { n: 9 })])).toEqual([]);
    expect(stored.a?.n).toBe(77);
    expect(store.problemsOf("a")?.get("n")?.message).toBe(
      "Somebody else changed this to “77” meanwhile. Yours was “9”.",
    );
  });

  it("are all taken back when the server cannot be reached", async () => {
    const { store } = server(
      rows(),
      () =>
        new ApiError(0, { code: "unreachable", message: "No server.", hint: null, id: null, details: null }),
    );
    expect(await store.commit([patch("a", { n: 1 }, { n: 9 }), patch("b", { n: 2 }, { n: 9 })])).toEqual([]);
    expect(store.problemCount).toBe(2);
  });
});

describe("undo", () => {
  it("takes the newest step back, and does it again until something else is done", async () => {
    const history = new EditHistory();
    const done: string[] = [];
    const add = (label: string) =>
      history.add({
        label,
        undo: async () => done.push(`-${label}`),
        redo: async () => done.push(`+${label}`),
      });
    add("one");
    add("two");
    await history.undo();
    await history.undo();
    await history.redo();
    add("three");
    expect(await history.redo()).toBeNull();
    await history.undo();
    expect(done).toEqual(["-two", "-one", "+one", "-three"]);
    await history.undo();
    expect(await history.undo()).toBeNull();
  });

  it("takes a step back that was not the newest, once", async () => {
    const history = new EditHistory();
    const done: string[] = [];
    const [older, newer] = ["older", "newer"].map((label) => {
      const step = { label, undo: async () => done.push(label), redo: async () => done.push(label) };
      history.add(step);
      return step;
    });
    expect(await history.undo(older)).toBe(older);
    expect(await history.undo(older)).toBeNull();
    expect(await history.undo()).toBe(newer);
    expect(done).toEqual(["older", "newer"]);
  });
});
