import fc from "fast-check";
import { expect, it } from "vitest";
import type { Edit } from "#lib/query/text/composed-text.ts";
import { EditList } from "#lib/query/text/edit-list.ts";

/** Edits beside each other, at every second place. */
const beside = fc
  .uniqueArray(fc.nat(30), { maxLength: 12 })
  .map((places): readonly Edit[] => places.map((at) => ({ at: at * 2, end: at * 2 + 1, text: `${at}` })));

it("an edit that is put around others takes their place", () => {
  fc.assert(
    fc.property(beside, fc.nat(60), fc.integer({ min: 1, max: 30 }), (edits, at, length) => {
      const put: Edit = { at, end: at + length, text: "new" };
      const list = new EditList(edits);
      list.put(put);
      const left = edits.filter((own) => own.at >= put.end || own.end <= put.at);
      expect(list.all).toEqual([...left, put].toSorted((a, b) => a.at - b.at));
    }),
  );
});

it("what is inserted in front of an edit stays in front of it", () => {
  const list = new EditList([{ at: 3, end: 3, text: "before" }]);
  list.put({ at: 3, end: 5, text: "new" });
  expect(list.all.map(({ text }) => text)).toEqual(["before", "new"]);
});
