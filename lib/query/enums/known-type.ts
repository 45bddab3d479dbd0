import { type EnumType, shownName } from "../../catalog/enum-type.ts";

/** A value of an enum, or a list of them. */
export interface LabelType {
  readonly of: EnumType;
  readonly isList: boolean;
}

/**
 * What is known of an expression's type: that its values are an enum's; another type by Postgres's name, `unknown` of a
 * literal that takes whatever type is asked of it; null: nothing.
 */
export type KnownType = LabelType | string | null;

export function isLabel(type: KnownType): type is LabelType {
  return typeof type === "object" && type !== null && !type.isList;
}

export function isLabels(type: KnownType): type is LabelType {
  return typeof type === "object" && type !== null;
}

export function isSameType(a: KnownType, b: KnownType): boolean {
  return isLabels(a) && isLabels(b) ? a.of.name === b.of.name && a.isList === b.isList : a === b;
}

/** The type as Postgres prints it. */
export function spelled(type: LabelType | string): string {
  if (typeof type === "string") return type;
  return `${shownName(type.of.name)}${type.isList ? "[]" : ""}`;
}

/** Names of types that any value becomes by its text. */
export const textTypes: ReadonlySet<string> = new Set(["text", "character varying", "character", "name"]);

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}

/** Functions that give a value of the type of their first argument. */
export const alike = words("any_value first_value last_value nth_value lag lead");

/** Functions that take a list and give one of its type. */
export const listsAlike = words(
  "array_append array_cat array_remove array_replace array_reverse array_sort trim_array array_shuffle array_sample",
);

/** Functions that take values of any type. */
export const takesAnything = words(`
  any_value array_agg array_append array_cat array_dims array_fill array_length array_lower array_ndims array_position
  array_positions array_prepend array_remove array_replace array_reverse array_sample array_shuffle array_sort
  array_to_json array_to_string array_upper cardinality concat concat_ws count cume_dist dense_rank enum_first enum_last
  enum_range first_value format json_agg json_agg_strict json_build_array json_build_object json_object_agg
  json_object_agg_strict json_object_agg_unique json_object_agg_unique_strict jsonb_agg jsonb_agg_strict jsonb_build_array
  jsonb_build_object jsonb_object_agg jsonb_object_agg_strict jsonb_object_agg_unique jsonb_object_agg_unique_strict lag
  last_value lead max min mode nth_value num_nonnulls num_nulls percent_rank percentile_disc pg_column_size pg_typeof
  quote_literal quote_nullable rank row_to_json text to_json to_jsonb trim_array unnest varchar width_bucket`);

/** Functions that give a text whatever they are given. */
export const givesText = words(`
  btrim chr concat concat_ws format initcap left lower lpad ltrim md5 overlay quote_ident quote_literal quote_nullable
  regexp_replace regexp_substr repeat replace reverse right rpad rtrim split_part string_agg substr substring text to_char
  to_hex translate upper array_to_string`);
