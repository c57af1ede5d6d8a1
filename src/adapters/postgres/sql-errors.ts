import { AppError, isAppError } from '../../base/error.ts'

interface SqlError {
  code?: string
  message?: string
}

/** Says in our words what PostgreSQL or its driver failed with; what is a bug of ours stays as it is, with its SQLSTATE told. */
export const translateSqlError = (error: unknown, where: string): Error => {
  if (isAppError(error)) return error
  const { message = String(error) } = (error ?? {}) as SqlError
  if (/could not access file "\$libdir\/vector|extension "vector" is not available|could not open extension control file/.test(message)) {
    return new AppError(
      'unavailable',
      `The PostgreSQL server at ${where} has no pgvector. Install it there (Debian: postgresql-16-pgvector), then start again.`,
      { cause: error },
    )
  }
  if (/row-level security/.test(message)) return new AppError('forbidden', 'That collection lies outside of what may be written here.', { cause: error })
  const code = codeOf(error as SqlError)
  const known = sentences[code] ?? sentences[code.slice(0, 2)]
  if (known) return new AppError(known[0], known[1].replaceAll('{where}', where), { cause: error, details: { sqlState: code } })
  const plain = new Error(code ? `${message} (SQLSTATE ${code})` : message, { cause: error })
  plain.name = 'DatabaseError'
  return plain
}

/** The SQLSTATE, also where the driver or the file system gave only words. */
const codeOf = ({ code, message = '' }: SqlError): string => {
  if (/no space left on device/i.test(message)) return '53100'
  if (!code && /terminated unexpectedly|timeout expired|timeout exceeded when trying to connect|Connection terminated/i.test(message)) return '08'
  return code ?? ''
}

/** True where the connection died before the statement could have run: worth another connection. */
export const isConnectionLoss = (error: unknown): boolean => {
  const { code = '', message = '' } = (error ?? {}) as SqlError
  return lossCodes.has(code) || /terminated unexpectedly|Connection terminated|not queryable/i.test(message)
}

/** The server, or what it allows this user, has no connection left. */
export const isConnectionShortage = (error: unknown): boolean => (error as SqlError | null)?.code === '53300'

const lossCodes = new Set(['ECONNRESET', 'EPIPE', '57P01', '57P02', '08006', '08003'])

const unreachable = ['unavailable', 'The PostgreSQL server at {where} cannot be reached. Check that it runs, and the host and port of DATABASE_URL.'] as const
const noAccess = ['unavailable', 'The PostgreSQL server at {where} refused the user or password. Check the user and password of DATABASE_URL.'] as const

/** By SQLSTATE, by its class, or by the code of a socket error. */
const sentences: Record<string, readonly ['unavailable' | 'no_space' | 'conflict', string]> = {
  ECONNREFUSED: unreachable,
  ENOTFOUND: unreachable,
  EAI_AGAIN: unreachable,
  ETIMEDOUT: unreachable,
  EHOSTUNREACH: unreachable,
  ECONNRESET: unreachable,
  EPIPE: unreachable,
  ENOENT: unreachable,
  '08': unreachable,
  '28': noAccess,
  '3D000': ['unavailable', 'The PostgreSQL server at {where} has no database of that name. Create it (createdb NAME) or mend DATABASE_URL.'],
  '42501': [
    'unavailable',
    'The database user at {where} lacks a privilege that is needed. Let its administrator run "CREATE EXTENSION vector" and "GRANT CREATE ON DATABASE … TO user", then start again.',
  ],
  '53100': ['no_space', 'The disk of the database is full ({where}). Free some space and try again; reading and asking still work.'],
  '53300': [
    'unavailable',
    'The PostgreSQL server at {where} gives no more connections. Try again in a moment; if it goes on, lower ANSWERABLE_DATABASE_CONNECTIONS of the processes that share it, put PgBouncer in front, or raise max_connections.',
  ],
  '53': ['unavailable', 'The database at {where} has no connection or memory left. Try again in a moment, or raise its limits.'],
  '57014': ['unavailable', 'The database took too long and the statement was stopped ({where}). Try again, or ask for less at once.'],
  '57': ['unavailable', 'The database at {where} is stopping or starting. Try again in a moment.'],
  '40': ['conflict', 'Two writes to the database got in each other’s way. Try again.'],
  '55P03': ['conflict', 'Another writer holds the same rows. Try again.'],
}
