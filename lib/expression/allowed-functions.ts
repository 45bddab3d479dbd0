import { allowedTypes } from "./allowed-types.ts";

/**
 * The functions that typed SQL may call, by theme: documented builtins of Postgres 16 to 18 that only compute on their
 * arguments (and the clock and the random generator). Reviewed by hand; both the guard and the grants read this list.
 *
 * Not here, on purpose: whatever reads files, settings, catalogs or other sessions, runs SQL held in a string
 * (`query_to_xml`, `ts_stat`, `ts_rewrite`), waits, locks, changes state, names roles or the server, or parses XML;
 * and the functions behind operators, casts and aggregates, which have a better name.
 */
const byTheme = {
  numbers: `abs acos acosd acosh asin asind asinh atan atan2 atan2d atand atanh cbrt ceil ceiling cos cosd cosh cot cotd
    degrees div erf erfc exp factorial floor gamma gcd lcm lgamma ln log log10 min_scale mod pi pow power radians random
    random_normal round scale sign sin sind sinh sqrt tan tand tanh to_bin to_hex to_oct trim_scale trunc width_bucket`,
  text: `ascii bit_length btrim casefold char_length character_length chr concat concat_ws format initcap is_normalized
    left length like like_escape lower lpad ltrim md5 normalize notlike octet_length overlay parse_ident position
    quote_ident quote_literal quote_nullable regexp_count regexp_instr regexp_like regexp_match regexp_matches
    regexp_replace regexp_split_to_array regexp_split_to_table regexp_substr repeat replace reverse right rpad rtrim
    similar_escape similar_to_escape split_part starts_with string_to_array string_to_table strpos substr substring
    to_ascii to_char to_date to_number to_timestamp translate unicode_assigned unistr upper`,
  bytes: `bit_count convert convert_from convert_to crc32 crc32c decode encode get_bit get_byte set_bit set_byte sha224
    sha256 sha384 sha512`,
  time: `age clock_timestamp date_add date_bin date_part date_subtract date_trunc extract isfinite justify_days
    justify_hours justify_interval make_date make_interval make_time make_timestamp make_timestamptz now overlaps
    statement_timestamp timeofday timezone transaction_timestamp`,
  uuids: "gen_random_uuid uuid_extract_timestamp uuid_extract_version uuidv4 uuidv7",
  json: `array_to_json json_array_element json_array_element_text json_array_elements json_array_elements_text
    json_array_length json_build_array json_build_object json_each json_each_text json_extract_path
    json_extract_path_text json_object json_object_field json_object_field_text json_object_keys json_populate_record
    json_populate_recordset json_strip_nulls json_to_record json_to_recordset json_typeof row_to_json to_json
    jsonb_array_element jsonb_array_element_text jsonb_array_elements jsonb_array_elements_text jsonb_array_length
    jsonb_build_array jsonb_build_object jsonb_concat jsonb_contained jsonb_contains jsonb_delete jsonb_delete_path
    jsonb_each jsonb_each_text jsonb_exists jsonb_exists_all jsonb_exists_any jsonb_extract_path
    jsonb_extract_path_text jsonb_insert jsonb_object jsonb_object_field jsonb_object_field_text jsonb_object_keys
    jsonb_path_exists jsonb_path_exists_tz jsonb_path_match jsonb_path_match_tz jsonb_path_query
    jsonb_path_query_array jsonb_path_query_array_tz jsonb_path_query_first jsonb_path_query_first_tz
    jsonb_path_query_tz jsonb_populate_record jsonb_populate_record_valid jsonb_populate_recordset jsonb_pretty
    jsonb_set jsonb_set_lax jsonb_strip_nulls jsonb_to_record jsonb_to_recordset jsonb_typeof to_jsonb`,
  arrays: `array_append array_cat array_dims array_fill array_length array_lower array_ndims array_position
    array_positions array_prepend array_remove array_replace array_reverse array_sample array_shuffle array_sort
    array_to_string array_upper cardinality generate_series generate_subscripts trim_array unnest`,
  ranges: `daterange datemultirange int4range int4multirange int8range int8multirange isempty lower_inc lower_inf
    multirange numrange nummultirange range_agg range_intersect_agg range_merge tsrange tsmultirange tstzrange
    tstzmultirange upper_inc upper_inf`,
  geometry: `area bound_box box center circle diagonal diameter height isclosed ishorizontal isopen isparallel isperp
    isvertical line lseg npoints path pclose point polygon popen radius slope width`,
  network: `abbrev broadcast family host hostmask inet_merge inet_same_family macaddr8_set7bit masklen netmask network
    set_masklen`,
  fullText: `array_to_tsvector get_current_ts_config json_to_tsvector jsonb_to_tsvector numnode phraseto_tsquery
    plainto_tsquery querytree setweight strip to_tsquery to_tsvector ts_delete ts_filter ts_headline ts_rank ts_rank_cd
    tsquery_phrase tsvector_to_array websearch_to_tsquery`,
  aggregates: `any_value array_agg avg bit_and bit_or bit_xor bool_and bool_or corr count covar_pop covar_samp cume_dist
    dense_rank every json_agg json_agg_strict json_object_agg json_object_agg_strict json_object_agg_unique
    json_object_agg_unique_strict jsonb_agg jsonb_agg_strict jsonb_object_agg jsonb_object_agg_strict
    jsonb_object_agg_unique jsonb_object_agg_unique_strict max min mode percent_rank percentile_cont percentile_disc
    rank regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy stddev stddev_pop
    stddev_samp string_agg sum var_pop var_samp variance`,
  windows: "first_value lag last_value lead nth_value ntile row_number",
  values: "num_nonnulls num_nulls pg_column_size pg_size_bytes pg_size_pretty pg_typeof",
} as const;

/** Names in `pg_catalog`; every overload is allowed. A cast may be written as a call (`text(1)`), so types are in it. */
export const allowedFunctions: ReadonlySet<string> = new Set([
  ...Object.values(byTheme).flatMap((list) => list.split(/\s+/)),
  ...allowedTypes,
]);
