/**
 * What Postgres's catalog says of the functions that typed SQL may call, where an expression of a definition may not hold
 * them all. A test compares these lists with the server's own `pg_proc`.
 */

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}

export const aggregateFunctions = words(`
  any_value array_agg avg bit_and bit_or bit_xor bool_and bool_or corr count covar_pop covar_samp cume_dist dense_rank
  every json_agg json_agg_strict json_object_agg json_object_agg_strict json_object_agg_unique
  json_object_agg_unique_strict jsonb_agg jsonb_agg_strict jsonb_object_agg jsonb_object_agg_strict
  jsonb_object_agg_unique jsonb_object_agg_unique_strict max min mode percent_rank percentile_cont percentile_disc
  range_agg range_intersect_agg rank regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy
  regr_syy stddev stddev_pop stddev_samp string_agg sum var_pop var_samp variance`);

export const windowFunctions = words("first_value lag last_value lead nth_value ntile row_number");

export const setReturningFunctions = words(`
  generate_series generate_subscripts json_array_elements json_array_elements_text json_each json_each_text
  json_object_keys json_populate_recordset json_to_recordset jsonb_array_elements jsonb_array_elements_text jsonb_each
  jsonb_each_text jsonb_object_keys jsonb_path_query jsonb_path_query_tz jsonb_populate_recordset jsonb_to_recordset
  regexp_matches regexp_split_to_table string_to_table unnest`);

/** Functions no overload of which is immutable. */
export const changingFunctions = words(`
  array_sample array_shuffle array_to_json array_to_string clock_timestamp concat concat_ws convert convert_from convert_to
  format gen_random_uuid get_current_ts_config json_build_array json_build_object json_populate_record
  json_populate_recordset json_to_record json_to_recordset jsonb_build_array jsonb_build_object jsonb_path_exists_tz
  jsonb_path_match_tz jsonb_path_query_array_tz jsonb_path_query_first_tz jsonb_path_query_tz jsonb_populate_record
  jsonb_populate_record_valid jsonb_populate_recordset jsonb_to_record jsonb_to_recordset make_timestamptz money now
  pg_column_size pg_typeof random random_normal row_to_json statement_timestamp timeofday to_char to_date to_json
  to_jsonb to_number transaction_timestamp uuidv4 uuidv7`);
