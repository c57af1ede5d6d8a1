import { functions, operators, types, valueFunctions } from './vocabulary.ts'

/**
 * Every kind of node of PostgreSQL's parse tree (`libpg-query`, version 18) that generated SQL may hold, and every field of it. What stands in no
 * row here is refused, also what a later PostgreSQL adds.
 */
export const grammar: Readonly<Record<string, Readonly<Record<string, FieldRule>>>> = {
  SelectStmt: {
    distinctClause: { kind: 'distinct' },
    targetList: { kind: 'nodes' },
    fromClause: { kind: 'nodes' },
    whereClause: { kind: 'nodes' },
    groupClause: { kind: 'nodes' },
    groupDistinct: { kind: 'plain' },
    havingClause: { kind: 'nodes' },
    windowClause: { kind: 'nodes' },
    sortClause: { kind: 'nodes' },
    limitCount: { kind: 'nodes' },
    limitOffset: { kind: 'nodes' },
    limitOption: { kind: 'plain' },
    withClause: { kind: 'bare', of: 'WithClause' },
    op: { kind: 'plain' },
    all: { kind: 'plain' },
    larg: { kind: 'bare', of: 'SelectStmt' },
    rarg: { kind: 'bare', of: 'SelectStmt' },
  },
  WithClause: { ctes: { kind: 'nodes' }, location: { kind: 'plain' } },
  CommonTableExpr: {
    ctename: { kind: 'plain' },
    aliascolnames: { kind: 'nodes' },
    ctematerialized: { kind: 'plain' },
    ctequery: { kind: 'nodes' },
    location: { kind: 'plain' },
  },
  ResTarget: { name: { kind: 'plain' }, val: { kind: 'nodes' }, location: { kind: 'plain' } },
  RangeVar: {
    relname: { kind: 'relation' },
    inh: { kind: 'plain' },
    relpersistence: { kind: 'one of', values: new Set(['p']) },
    alias: { kind: 'bare', of: 'Alias' },
    location: { kind: 'plain' },
  },
  RangeSubselect: { subquery: { kind: 'nodes' }, alias: { kind: 'bare', of: 'Alias' } },
  JoinExpr: {
    jointype: { kind: 'plain' },
    isNatural: { kind: 'plain' },
    larg: { kind: 'nodes' },
    rarg: { kind: 'nodes' },
    usingClause: { kind: 'nodes' },
    quals: { kind: 'nodes' },
    alias: { kind: 'bare', of: 'Alias' },
    rtindex: { kind: 'plain' },
  },
  Alias: { aliasname: { kind: 'plain' }, colnames: { kind: 'nodes' } },
  ColumnRef: { fields: { kind: 'nodes' }, location: { kind: 'plain' } },
  A_Star: {},
  String: { sval: { kind: 'plain' } },
  A_Const: {
    ival: { kind: 'plain' },
    fval: { kind: 'number' },
    sval: { kind: 'plain' },
    boolval: { kind: 'plain' },
    isnull: { kind: 'plain' },
    location: { kind: 'plain' },
  },
  A_Expr: {
    kind: {
      kind: 'one of',
      values: new Set(
        'AEXPR_OP AEXPR_OP_ANY AEXPR_OP_ALL AEXPR_DISTINCT AEXPR_NOT_DISTINCT AEXPR_NULLIF AEXPR_IN AEXPR_LIKE AEXPR_ILIKE AEXPR_BETWEEN AEXPR_NOT_BETWEEN'.split(
          ' ',
        ),
      ),
    },
    name: { kind: 'name', of: operators, schemas: none(), what: 'the operator' },
    lexpr: { kind: 'nodes' },
    rexpr: { kind: 'nodes' },
    rexpr_list_start: { kind: 'plain' },
    rexpr_list_end: { kind: 'plain' },
    location: { kind: 'plain' },
  },
  A_ArrayExpr: { elements: { kind: 'nodes' }, list_start: { kind: 'plain' }, list_end: { kind: 'plain' }, location: { kind: 'plain' } },
  List: { items: { kind: 'nodes' } },
  RowExpr: { args: { kind: 'nodes' }, row_format: { kind: 'plain' }, location: { kind: 'plain' } },
  BoolExpr: { boolop: { kind: 'plain' }, args: { kind: 'nodes' }, location: { kind: 'plain' } },
  NullTest: { arg: { kind: 'nodes' }, nulltesttype: { kind: 'plain' }, location: { kind: 'plain' } },
  BooleanTest: { arg: { kind: 'nodes' }, booltesttype: { kind: 'plain' }, location: { kind: 'plain' } },
  CaseExpr: { arg: { kind: 'nodes' }, args: { kind: 'nodes' }, defresult: { kind: 'nodes' }, location: { kind: 'plain' } },
  CaseWhen: { expr: { kind: 'nodes' }, result: { kind: 'nodes' }, location: { kind: 'plain' } },
  CoalesceExpr: { args: { kind: 'nodes' }, location: { kind: 'plain' } },
  MinMaxExpr: { op: { kind: 'plain' }, args: { kind: 'nodes' }, location: { kind: 'plain' } },
  SQLValueFunction: { op: { kind: 'one of', values: valueFunctions }, typmod: { kind: 'plain' }, location: { kind: 'plain' } },
  SubLink: {
    subLinkType: { kind: 'one of', values: new Set(['EXISTS_SUBLINK', 'ANY_SUBLINK', 'ALL_SUBLINK', 'EXPR_SUBLINK']) },
    testexpr: { kind: 'nodes' },
    operName: { kind: 'name', of: operators, schemas: none(), what: 'the operator' },
    subselect: { kind: 'nodes' },
    location: { kind: 'plain' },
  },
  FuncCall: {
    funcname: { kind: 'name', of: functions, schemas: new Set(['pg_catalog']), what: 'the function' },
    args: { kind: 'nodes' },
    agg_order: { kind: 'nodes' },
    agg_filter: { kind: 'nodes' },
    over: { kind: 'bare', of: 'WindowDef' },
    agg_within_group: { kind: 'plain' },
    agg_star: { kind: 'plain' },
    agg_distinct: { kind: 'plain' },
    funcformat: { kind: 'plain' },
    location: { kind: 'plain' },
  },
  WindowDef: {
    name: { kind: 'plain' },
    refname: { kind: 'plain' },
    partitionClause: { kind: 'nodes' },
    orderClause: { kind: 'nodes' },
    frameOptions: { kind: 'plain' },
    startOffset: { kind: 'nodes' },
    endOffset: { kind: 'nodes' },
    location: { kind: 'plain' },
  },
  SortBy: { node: { kind: 'nodes' }, sortby_dir: { kind: 'plain' }, sortby_nulls: { kind: 'plain' }, location: { kind: 'plain' } },
  TypeCast: { arg: { kind: 'nodes' }, typeName: { kind: 'bare', of: 'TypeName' }, location: { kind: 'plain' } },
  TypeName: {
    names: { kind: 'name', of: types, schemas: new Set(['pg_catalog']), what: 'the type' },
    typmods: { kind: 'nodes' },
    typemod: { kind: 'plain' },
    location: { kind: 'plain' },
  },
}

/** What a field may hold. */
export type FieldRule =
  /** Nodes under their kinds, in lists or alone. */
  | { readonly kind: 'nodes' }
  /** The fields of one node of that kind, without its name around them. */
  | { readonly kind: 'bare'; readonly of: string }
  /** A scalar that nothing hangs on. */
  | { readonly kind: 'plain' }
  | { readonly kind: 'one of'; readonly values: ReadonlySet<unknown> }
  /** A name in parts: the last one of the set, with at most one before it, a schema of `schemas`. */
  | { readonly kind: 'name'; readonly of: ReadonlySet<string>; readonly schemas: ReadonlySet<string>; readonly what: string }
  /** A table that is shown, or one of the statement's own in `with`. */
  | { readonly kind: 'relation' }
  /** `DISTINCT` alone leaves one empty place; `DISTINCT ON` its expressions. */
  | { readonly kind: 'distinct' }
  /** A number as it was written: long ones take long to compute with. */
  | { readonly kind: 'number' }

function none(): ReadonlySet<string> {
  return new Set()
}
