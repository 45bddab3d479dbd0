/**
 * What stored texts say to depend on the row that a trigger is carried out for: a text of each row's own, never empty.
 * Only where a trigger's work is put together does it stand for something.
 */
export const eachRow = '"$each".id';

/** The names that the trigger and its table have now, in the same places. */
export const eachName = { table: '"$each"."table"', trigger: '"$each"."trigger"' } as const;

/** Whether a text may say something that is drawn anew at each call. */
export function mayDraw(text: string): boolean {
  return /random|uuid|clock_timestamp|timeofday|nextval/i.test(text);
}
