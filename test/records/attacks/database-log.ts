/** What PostgreSQL itself says that it was told: every statement of a role, in its transaction, with the values bound to it. */

export interface LoggedTransaction {
  readonly begin: string
  readonly statements: readonly { readonly sql: string; readonly values: readonly string[] }[]
}

/** To be set before the server starts again: `session line | role | text`. */
export const logSettings = [
  "alter system set logging_collector = 'on'",
  "alter system set log_directory = 'log'",
  "alter system set log_filename = 'all.log'",
  "alter system set log_statement = 'all'",
  "alter system set log_line_prefix = '\u001e%c|%u|%d|'",
  'alter system set log_min_messages = error',
]

/** Of one role, in order, session by session. */
export const transactionsOf = (log: string, role: string, database: string): LoggedTransaction[] => {
  const sessions = new Map<string, { sql: string; values: string[] }[]>()
  for (const line of log.split('\u001e')) {
    const [session, user, name, ...rest] = line.split('|')
    if (user !== role || name !== database) continue
    const text = rest.join('|')
    const statements = sessions.get(session!) ?? []
    sessions.set(session!, statements)
    const sql = /^LOG: {2}(?:statement|execute [^:]*): ([\s\S]*)$/.exec(text)?.[1]
    const values = /^DETAIL: {2}[Pp]arameters: ([\s\S]*)$/.exec(text)?.[1]
    if (sql !== undefined) statements.push({ sql: sql.trim(), values: [] })
    else if (values !== undefined)
      statements.at(-1)?.values.push(...[...values.matchAll(/\$\d+ = (?:'((?:[^']|'')*)'|NULL)/g)].map((it) => (it[1] ?? '').replaceAll("''", "'")))
  }
  return [...sessions.values()].flatMap(inTransactions)
}

const inTransactions = (statements: readonly { sql: string; values: string[] }[]): LoggedTransaction[] => {
  const transactions: { begin: string; statements: { sql: string; values: string[] }[] }[] = []
  let open = false
  for (const statement of statements) {
    if (/^(begin|start transaction)/i.test(statement.sql)) {
      transactions.push({ begin: statement.sql, statements: [] })
      open = true
    } else if (/^(commit|rollback|end)\b/i.test(statement.sql)) open = false
    // What is outside of any is a transaction of its own that nobody began.
    else if (open) transactions.at(-1)!.statements.push(statement)
    else transactions.push({ begin: '', statements: [statement] })
  }
  return transactions
}
