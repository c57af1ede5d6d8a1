import type { RecordsDescription } from '../../../domain/record-description.ts'
import type { PolicyPart } from './policies-sql.ts'
import { quoteBody, quoteName, quoteText } from './quote.ts'

export const rolePart = (role: string, kind: 'login' | 'nologin', { limits, title }: RecordsDescription): PolicyPart => ({
  why:
    kind === 'login'
      ? `A role that logs in, owns nothing and may do nothing but read. Give it a password afterwards: \\password ${role}`
      : `A role that reads ${title} within a transaction.`,
  statements: [
    // "if not exists" is nothing that roles have.
    `do ${quoteBody(` begin create role ${quoteName(role)} ${kind} nosuperuser nobypassrls nocreatedb nocreaterole noreplication; exception when duplicate_object then null; end `)}`,
    ...(kind === 'login'
      ? [
          `alter role ${quoteName(role)} set default_transaction_read_only = on`,
          `alter role ${quoteName(role)} set statement_timeout = ${quoteText(`${limits.statementMs}ms`)}`,
        ]
      : []),
  ],
})
