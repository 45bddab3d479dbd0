import { type SlotName, slotNames, type Table, type TableStorage } from "../../catalog/types.ts";
import { AppError } from "../../errors/app-error.ts";

export type IndexFamily = "t" | "i" | "n" | "f" | "m" | "d" | "a";
export type SlotFamily = IndexFamily | "u" | "k" | "s" | "r";

const wording: { readonly [family in SlotFamily]: string } = {
  t: "indexed text columns",
  i: "indexed bigint or boolean columns",
  n: "indexed integer columns",
  f: "indexed number columns",
  m: "indexed numeric columns",
  d: "indexed date and time columns",
  a: "indexed date columns",
  u: "unique keys",
  k: "indexes over several columns",
  s: "search indexes",
  r: "references",
};

/** The slots of one table: those its columns had stay theirs, the rest are free. */
export class SlotPool {
  readonly #table: Table;
  readonly #reserved: ReadonlySet<SlotName>;
  readonly #stale: ReadonlySet<SlotName>;
  readonly #taken = new Set<SlotName>();

  constructor(table: Table, previous: TableStorage | null) {
    this.#table = table;
    const columns = Object.values(previous?.columns ?? {});
    const held = columns.flatMap(({ index, unique, reference }) => [index, unique, reference]);
    const several = [previous?.keys, previous?.references, previous?.indexes];
    this.#reserved = new Set(
      [...held, ...several.flatMap((slots) => Object.values(slots ?? {}))].filter(
        (slot) => slot !== undefined,
      ),
    );
    this.#stale = new Set([...(previous?.stale ?? []), ...(previous?.pointing ?? [])]);
  }

  /** Slots that nothing has any more and that still hold values: of references, and others. */
  left(): { readonly stale: readonly SlotName[]; readonly pointing: readonly SlotName[] } {
    const all = [...this.#stale, ...this.#reserved].filter((slot) => !this.#taken.has(slot));
    const left = [...new Set(all)].sort();
    const isReference = (slot: SlotName) => slot.startsWith("r");
    return { stale: left.filter((slot) => !isReference(slot)), pointing: left.filter(isReference) };
  }

  /** @param families in order of preference. */
  take(families: readonly SlotFamily[], own: SlotName | undefined): SlotName {
    const ofFamilies = families.map((family) =>
      slotNames.filter((slot) => slot.startsWith(family) && !this.#taken.has(slot)),
    );
    const slot =
      ofFamilies.flat().find((name) => name === own) ??
      ofFamilies
        .map(
          (candidates) =>
            candidates.find((name) => this.#isClean(name)) ??
            // Given up by a column: its values are replaced when the new ones are filled in.
            candidates.find((name) => !this.#reserved.has(name)),
        )
        .find((name) => name !== undefined) ??
      ofFamilies.flat()[0];
    if (slot === undefined) throw this.#exhausted(families);
    this.#taken.add(slot);
    return slot;
  }

  /** As `take`, of one family, for what can do without. */
  takeIfFree(family: SlotFamily, own: SlotName | undefined): SlotName | null {
    const isFree = slotNames.some(
      (slot) => slot.startsWith(family) && !this.#taken.has(slot) && (slot === own || this.#isClean(slot)),
    );
    return isFree ? this.take([family], own) : null;
  }

  /** Whether one more can be taken without taking it from what has it. */
  hasRoom(family: SlotFamily): boolean {
    return slotNames.some(
      (slot) => slot.startsWith(family) && !this.#taken.has(slot) && !this.#reserved.has(slot),
    );
  }

  #isClean(slot: SlotName): boolean {
    return !this.#reserved.has(slot) && !this.#stale.has(slot);
  }

  #exhausted([family = "t", ...others]: readonly SlotFamily[]): AppError {
    const all = [family, ...others];
    const limit = slotNames.filter((slot) => all.some((one) => slot.startsWith(one))).length;
    return new AppError("RH204", `Table "${this.#table.name}" has more than ${limit} ${wording[family]}.`, {
      hint: `A table may have ${limit} ${wording[family]}. Drop one that is not needed.`,
    });
  }
}
