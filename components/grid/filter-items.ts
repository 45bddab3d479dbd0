import { type GridFilter, type GridFilterGroup, isFilterGroup } from "#lib/catalog/grid-view.ts";

/** An item of a filter where it stands, under a name that stays while it is edited. */
interface PlacedItem {
  readonly item: GridFilter | GridFilterGroup;
  readonly index: number;
  readonly key: string;
}

/** The same condition may stand there twice: only places tell them apart. A group is edited in its place. */
export function placed(items: GridFilterGroup["items"]): readonly PlacedItem[] {
  return items.map((item, index) => ({
    item,
    index,
    key: isFilterGroup(item) ? `group:${index}` : `${index}:${JSON.stringify(item)}`,
  }));
}
