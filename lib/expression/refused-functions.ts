/**
 * Functions of Postgres that typed SQL may not call, for two purposes. Attribute notation (`a.f`) needs to know the
 * names of all that take one argument, and a test holds this against the server's own catalog. The others only make
 * the message better: a call to any function that is not in the list of allowed ones is refused anyway.
 */

const regTypes = "class|collation|config|dictionary|namespace|oper|operator|proc|procedure|role|type";
const bareTypes = `aclitem|bool|bpchar|bytea|char|cid|float[48]|gtsvector|int[248]|int2vector|name|oid|oidvector|reg(?:${regTypes})|text|tid|tsquery|tsvector|unknown|varchar|xid8?`;
const spacedTypes = `any\\w*|array|bit|box|brin_\\w+|cash|cidr|circle|cstring|date|enum|event_trigger|\\w+_handler|inet|interval|jsonb?|jsonpath|line|lseg|macaddr8?|multirange|numeric|path|point|poly|range|record|shell|time|timestamp|timestamptz|timetz|trigger|txid_snapshot|uuid|varbit|void|xml`;

/** Families of names: input and output of types, hashing, and everything that administers the server. */
const families = [
  new RegExp(`^(?:${bareTypes})(?:in|out|recv|send|um|up|abs|not)$`),
  new RegExp(`^(?:${spacedTypes})_(?:in|out|recv|send|hash|um|not|abs)$`),
  new RegExp(`^hash_?(?:${bareTypes}|${spacedTypes})$`),
  /^(?:bit|bpchar|interval|numeric|time|timestamp|timestamptz|timetz|varbit|varchar)typmod(?:in|out)$/,
  /^(?:pg|binary_upgrade|txid)_/,
  /^to_reg(?:class|collation|namespace|oper|operator|proc|procedure|role|type|typemod)$/,
  /^has_\w+_privilege$/,
  /^(?:cursor|database|query|schema|table)_to_xml/,
  /^inet_(?:client|server)_(?:addr|port)$/,
];

const ofOneArgument = `aclexplode amvalidate bitnot box_center brin_summarize_new_values btequalimage
  btvarstrequalimage cash_words circle_center current_schemas current_setting currval daterange_canonical dcbrt dexp
  dlog1 dlog10 dround dsqrt dtrunc enum_first enum_last enum_range float8_avg float8_corr float8_covar_pop
  float8_covar_samp float8_regr_avgx float8_regr_avgy float8_regr_intercept float8_regr_r2 float8_regr_slope
  float8_regr_sxx float8_regr_sxy float8_regr_syy float8_stddev_pop float8_stddev_samp float8_var_pop float8_var_samp
  fmgr_c_validator fmgr_internal_validator fmgr_sql_validator gin_clean_pending_list gist_translate_cmptype_common inetnot
  int2int4_sum int4inc int4range_canonical int8_avg int8dec int8inc int8range_canonical line_horizontal line_vertical
  lo_close lo_creat lo_create lo_get lo_import lo_tell lo_tell64 lo_unlink lseg_center lseg_horizontal lseg_length
  lseg_vertical mxid_age nextval numeric_exp numeric_inc numeric_ln numeric_sqrt numeric_uminus numeric_uplus
  obj_description oid oidvectortypes path_length path_npoints plpgsql_validator poly_center poly_npoints regclass
  row_security_active setseed spg_poly_quad_compress textlen tsquery_not ts_debug ts_stat ts_token_type xid xml
  xml_is_well_formed xml_is_well_formed_content xml_is_well_formed_document xmlagg xmlcomment xmltext`;

const ofMoreOrNone = `col_description current_catalog current_database current_query current_role current_schema
  current_user format_type getpgusername lastval lo_export lo_from_bytea lo_lseek lo_lseek64 lo_open lo_put
  lo_truncate lo_truncate64 loread lowrite nameconcatoid session_user set_config setval shobj_description
  system_user ts_lexize ts_parse ts_rewrite version xmlexists xmlvalidate xpath xpath_exists`;

const byAttribute = new Set(ofOneArgument.split(/\s+/));
const others = new Set(ofMoreOrNone.split(/\s+/));

/** Whether Postgres has a function of this name which one argument is enough to call, and which is not allowed. */
export function isRefusedAttribute(name: string): boolean {
  return byAttribute.has(name) || families.some((family) => family.test(name));
}

/** Whether a name is a function of Postgres that is known and not allowed. */
export function isRefusedFunction(name: string): boolean {
  return others.has(name) || isRefusedAttribute(name);
}
