import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAppError } from '../../base/error.ts'
import { isConnectionLoss, translateSqlError } from './sql-errors.ts'

const check = (sentence: string, error: { code?: string; message: string }, code: string, words: RegExp): void => {
  test(sentence, () => {
    const translated = translateSqlError(error, '127.0.0.1:5432/notes')
    assert.ok(isAppError(translated), String(translated))
    assert.equal(translated.code, code)
    assert.match(translated.message, words)
    assert.equal(translated.cause, error)
  })
}

check(
  'a server without pgvector: what to install',
  { code: '0A000', message: 'extension "vector" is not available' },
  'unavailable',
  /no pgvector.*postgresql-16-pgvector/,
)
check('a full disk', { code: '53100', message: 'could not extend file' }, 'no_space', /Free some space/)
check('a full disk, as the file system says it', { message: 'could not write: No space left on device' }, 'no_space', /Free some space/)
check('a refused connection', { code: 'ECONNREFUSED', message: 'connect' }, 'unavailable', /127.0.0.1:5432\/notes cannot be reached/)
check('a connection that broke', { message: 'Connection terminated unexpectedly' }, 'unavailable', /cannot be reached/)
check('a wrong password', { code: '28P01', message: 'password authentication failed' }, 'unavailable', /user and password of DATABASE_URL/)
check('too many connections', { code: '53300', message: 'sorry, too many clients already' }, 'unavailable', /gives no more connections/)
check('a deadlock', { code: '40P01', message: 'deadlock detected' }, 'conflict', /Try again/)
check('a foreign collection', { code: '42501', message: 'new row violates row-level security policy' }, 'forbidden', /outside/)
check('a missing privilege', { code: '42501', message: 'permission denied' }, 'unavailable', /administrator/)

test('what is a bug of ours stays an error with its SQLSTATE, for the log', () => {
  const translated = translateSqlError({ code: '42703', message: 'column "x" does not exist' }, 'here')
  assert.ok(!isAppError(translated))
  assert.match(translated.message, /column "x" does not exist \(SQLSTATE 42703\)/)
})

test('only a connection that died is worth another one', () => {
  assert.ok(isConnectionLoss({ code: '57P01', message: 'terminating connection due to administrator command' }))
  assert.ok(!isConnectionLoss({ code: '28P01', message: 'password authentication failed' }))
})
