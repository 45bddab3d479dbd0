/**
 * What the value of a node's field is: `plain` data without nodes in it, `nodes` (a wrapped node, `{Kind: {…}}`, or a
 * list of them), or the kind of a node that the parser leaves unwrapped.
 */
export type FieldShape = "plain" | "nodes" | (string & {});

type Fields = Readonly<Record<string, FieldShape>>;

const at: Fields = { location: "plain" };
const json: Fields = { output: "JsonOutput", ...at };

/**
 * Every kind of parse-tree node that a typed query may hold, with every field of it that may be filled: an allow-list.
 * What is not named here (a new node of a new Postgres, a clause that only DML has) is refused by whoever walks.
 *
 * @see https://github.com/postgres/postgres/blob/REL_18_STABLE/src/include/nodes/parsenodes.h
 */
const kinds: Readonly<Record<string, Fields>> = {
  // Queries
  SelectStmt: {
    distinctClause: "nodes",
    targetList: "nodes",
    fromClause: "nodes",
    whereClause: "nodes",
    groupClause: "nodes",
    groupDistinct: "plain",
    havingClause: "nodes",
    windowClause: "nodes",
    valuesLists: "nodes",
    sortClause: "nodes",
    limitOffset: "nodes",
    limitCount: "nodes",
    limitOption: "plain",
    withClause: "WithClause",
    op: "plain",
    all: "plain",
    larg: "SelectStmt",
    rarg: "SelectStmt",
  },
  WithClause: { ctes: "nodes", recursive: "plain", ...at },
  CommonTableExpr: {
    ctename: "plain",
    aliascolnames: "plain",
    ctematerialized: "plain",
    ctequery: "nodes",
    search_clause: "CTESearchClause",
    cycle_clause: "CTECycleClause",
    ...at,
  },
  CTESearchClause: {
    search_col_list: "plain",
    search_breadth_first: "plain",
    search_seq_column: "plain",
    ...at,
  },
  CTECycleClause: {
    cycle_col_list: "plain",
    cycle_mark_column: "plain",
    cycle_mark_value: "nodes",
    cycle_mark_default: "nodes",
    cycle_path_column: "plain",
    ...at,
  },
  ResTarget: { name: "plain", val: "nodes", ...at },
  SortBy: { node: "nodes", sortby_dir: "plain", sortby_nulls: "plain", useOp: "plain", ...at },
  GroupingSet: { kind: "plain", content: "nodes", ...at },
  WindowDef: {
    name: "plain",
    refname: "plain",
    partitionClause: "nodes",
    orderClause: "nodes",
    frameOptions: "plain",
    startOffset: "nodes",
    endOffset: "nodes",
    ...at,
  },
  List: { items: "nodes" },
  // FROM items
  RangeVar: {
    schemaname: "plain",
    relname: "plain",
    inh: "plain",
    relpersistence: "plain",
    alias: "plain",
    ...at,
  },
  RangeSubselect: { lateral: "plain", subquery: "nodes", alias: "plain" },
  RangeFunction: {
    lateral: "plain",
    ordinality: "plain",
    is_rowsfrom: "plain",
    functions: "nodes",
    alias: "plain",
    coldeflist: "nodes",
  },
  ColumnDef: {
    colname: "plain",
    typeName: "TypeName",
    is_local: "plain",
    collClause: "CollateClause",
    ...at,
  },
  JoinExpr: {
    jointype: "plain",
    isNatural: "plain",
    larg: "nodes",
    rarg: "nodes",
    usingClause: "plain",
    join_using_alias: "plain",
    quals: "nodes",
    alias: "plain",
  },
  // Expressions
  A_Const: {
    ival: "plain",
    fval: "plain",
    boolval: "plain",
    sval: "plain",
    bsval: "plain",
    isnull: "plain",
    ...at,
  },
  ColumnRef: { fields: "plain", ...at },
  ParamRef: { number: "plain", ...at },
  A_Star: {},
  String: { sval: "plain" },
  Integer: { ival: "plain" },
  A_Expr: {
    kind: "plain",
    name: "plain",
    lexpr: "nodes",
    rexpr: "nodes",
    rexpr_list_start: "plain",
    rexpr_list_end: "plain",
    ...at,
  },
  A_Indirection: { arg: "nodes", indirection: "nodes" },
  A_Indices: { is_slice: "plain", lidx: "nodes", uidx: "nodes" },
  A_ArrayExpr: { elements: "nodes", list_start: "plain", list_end: "plain", ...at },
  BoolExpr: { boolop: "plain", args: "nodes", ...at },
  NullTest: { arg: "nodes", nulltesttype: "plain", ...at },
  BooleanTest: { arg: "nodes", booltesttype: "plain", ...at },
  CaseExpr: { arg: "nodes", args: "nodes", defresult: "nodes", ...at },
  CaseWhen: { expr: "nodes", result: "nodes", ...at },
  CoalesceExpr: { args: "nodes", ...at },
  MinMaxExpr: { op: "plain", args: "nodes", ...at },
  RowExpr: { args: "nodes", row_format: "plain", ...at },
  SubLink: { subLinkType: "plain", testexpr: "nodes", operName: "plain", subselect: "nodes", ...at },
  TypeCast: { arg: "nodes", typeName: "TypeName", ...at },
  TypeName: { names: "plain", typmods: "nodes", typemod: "plain", arrayBounds: "plain", ...at },
  CollateClause: { arg: "nodes", collname: "plain", ...at },
  FuncCall: {
    funcname: "plain",
    args: "nodes",
    agg_order: "nodes",
    agg_filter: "nodes",
    over: "WindowDef",
    agg_within_group: "plain",
    agg_star: "plain",
    agg_distinct: "plain",
    func_variadic: "plain",
    funcformat: "plain",
    ...at,
  },
  NamedArgExpr: { arg: "nodes", name: "plain", argnumber: "plain", ...at },
  GroupingFunc: { args: "nodes", ...at },
  SQLValueFunction: { op: "plain", typmod: "plain", ...at },
  SetToDefault: at,
  // SQL/JSON
  JsonFormat: { format_type: "plain", encoding: "plain", ...at },
  JsonReturning: { format: "JsonFormat", typmod: "plain" },
  JsonOutput: { typeName: "TypeName", returning: "JsonReturning" },
  JsonValueExpr: { raw_expr: "nodes", format: "JsonFormat" },
  JsonKeyValue: { key: "nodes", value: "JsonValueExpr" },
  JsonArgument: { val: "JsonValueExpr", name: "plain" },
  JsonBehavior: { btype: "plain", expr: "nodes", ...at },
  JsonIsPredicate: { expr: "nodes", format: "JsonFormat", item_type: "plain", unique_keys: "plain", ...at },
  JsonParseExpr: { expr: "JsonValueExpr", unique_keys: "plain", ...json },
  JsonScalarExpr: { expr: "nodes", ...json },
  JsonSerializeExpr: { expr: "JsonValueExpr", ...json },
  JsonObjectConstructor: { exprs: "nodes", absent_on_null: "plain", unique: "plain", ...json },
  JsonArrayConstructor: { exprs: "nodes", absent_on_null: "plain", ...json },
  JsonArrayQueryConstructor: { query: "nodes", format: "JsonFormat", absent_on_null: "plain", ...json },
  JsonAggConstructor: { agg_filter: "nodes", agg_order: "nodes", over: "WindowDef", ...json },
  JsonObjectAgg: {
    constructor: "JsonAggConstructor",
    arg: "JsonKeyValue",
    absent_on_null: "plain",
    unique: "plain",
  },
  JsonArrayAgg: { constructor: "JsonAggConstructor", arg: "JsonValueExpr", absent_on_null: "plain" },
  JsonFuncExpr: {
    op: "plain",
    column_name: "plain",
    context_item: "JsonValueExpr",
    pathspec: "nodes",
    passing: "nodes",
    on_empty: "JsonBehavior",
    on_error: "JsonBehavior",
    wrapper: "plain",
    quotes: "plain",
    ...json,
  },
  JsonTable: {
    context_item: "JsonValueExpr",
    pathspec: "JsonTablePathSpec",
    passing: "nodes",
    columns: "nodes",
    on_error: "JsonBehavior",
    alias: "plain",
    lateral: "plain",
    ...at,
  },
  JsonTablePathSpec: { string: "nodes", name: "plain", name_location: "plain", ...at },
  JsonTableColumn: {
    coltype: "plain",
    name: "plain",
    typeName: "TypeName",
    pathspec: "JsonTablePathSpec",
    format: "JsonFormat",
    wrapper: "plain",
    quotes: "plain",
    columns: "nodes",
    on_empty: "JsonBehavior",
    on_error: "JsonBehavior",
    ...at,
  },
};

// Maps, because a key out of a tree may be called "constructor" or "__proto__".
const fieldsByKind = new Map(
  Object.entries(kinds).map(([kind, fields]) => [kind, new Map(Object.entries(fields))]),
);

/** The fields a node of this kind may have, or undefined for a kind that typed SQL may not hold. */
export function fieldsOf(kind: string): ReadonlyMap<string, FieldShape> | undefined {
  return fieldsByKind.get(kind);
}
