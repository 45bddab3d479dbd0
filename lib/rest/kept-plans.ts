import { LRUCache } from "lru-cache";
import type { Catalog } from "../catalog/types.ts";
import { KnownWays } from "../engine/read/known-ways.ts";
import type { Prepared } from "./prepared.ts";

/** A plan with what its answers have told of the ways that it has. */
export interface KeptPlan {
  readonly plan: Prepared;
  readonly known: KnownWays;
}

/** Plans of requests, which are made once. Whoever sends requests chooses how many there are, and how long. */
export interface KeptPlans {
  /** @param key tells apart what becomes different statements. */
  planOf(catalog: Catalog, key: string, make: () => Prepared): KeptPlan;
}

/** Characters of all plans of all projects. A plan takes two to three bytes for each: some 100 MB together. */
const charactersMax = 40_000_000;
/** Of one project's: those of others have room beside them. */
const share = 1 / 8;
const plansMax = 500;
/** What a plan takes beside its texts, in characters of these. */
const plainSize = 3_000;

/** Where a plan is; not the plan itself, which goes with its catalog. */
interface Place {
  readonly plans: WeakRef<Plans>;
  readonly key: string;
}

interface Entry extends KeptPlan {
  readonly place: Place;
}

type Plans = LRUCache<string, Entry>;

/** @param max characters. */
export function createKeptPlans(max = charactersMax): KeptPlans {
  const byCatalog = new WeakMap<Catalog, Plans>();
  const all = new LRUCache<Place, true>({
    maxSize: max,
    disposeAfter: (_, { plans, key }, reason) => reason === "evict" && plans.deref()?.delete(key),
  });
  const plansOf = (catalog: Catalog): Plans => {
    const known = byCatalog.get(catalog);
    if (known !== undefined) return known;
    const plans: Plans = new LRUCache<string, Entry>({
      max: plansMax,
      maxSize: Math.floor(max * share),
      sizeCalculation: sizeOf,
      disposeAfter: ({ place }) => all.delete(place),
    });
    byCatalog.set(catalog, plans);
    return plans;
  };
  return {
    planOf(catalog, key, make) {
      const plans = plansOf(catalog);
      const known = plans.get(key);
      if (known !== undefined) {
        all.get(known.place);
        return known;
      }
      const place = { plans: new WeakRef(plans), key };
      const made = { plan: make(), known: new KnownWays(), place };
      plans.set(key, made);
      // One that is larger than a share is not kept.
      if (plans.has(key)) all.set(place, true, { size: sizeOf(made, key) });
      return made;
    },
  };
}

function sizeOf({ plan: { statement } }: KeptPlan, key: string): number {
  return plainSize + key.length + 2 * (statement.text?.length ?? 0);
}
