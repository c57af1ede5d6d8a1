/**
 * What generated SQL may call, compare with and cast to. All of it is of PostgreSQL itself, reads nothing but its arguments, gives one value a row
 * and cannot make a small text large (`repeat`, `replace`), wait (`pg_sleep`) or work for long without an interrupt (`^` of numerics, patterns of
 * `substring`; a database within this program has nobody who could interrupt it).
 */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

export const functions = words(`
  count sum avg min max bool_and bool_or every stddev stddev_pop stddev_samp variance var_pop var_samp corr mode percentile_cont percentile_disc
  row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value
  abs ceil ceiling floor round trunc sign mod sqrt div
  lower upper initcap length char_length character_length btrim ltrim rtrim left right substr position strpos split_part concat concat_ws starts_with string_agg
  now age date_trunc date_part extract to_char timezone make_date justify_days
`)

/** They make a text of several: each of their arguments counts, since chained they double it again and again. */
export const joining = words('concat concat_ws string_agg ||')

export const operators = words('= <> != < <= > >= + - * / % || -> ->>  ~~ !~~ ~~* !~~* BETWEEN')

export const types = words(`
  bool int2 int4 int8 numeric float4 float8 text varchar bpchar date time timetz timestamp timestamptz interval
`)

/** Times only: not who is asking (`current_user`) and of which database. */
export const valueFunctions = words(`
  SVFOP_CURRENT_DATE SVFOP_CURRENT_TIME SVFOP_CURRENT_TIME_N SVFOP_CURRENT_TIMESTAMP SVFOP_CURRENT_TIMESTAMP_N SVFOP_LOCALTIME SVFOP_LOCALTIME_N
  SVFOP_LOCALTIMESTAMP SVFOP_LOCALTIMESTAMP_N
`)
