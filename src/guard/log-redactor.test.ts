import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logRedactor } from './log-redactor.ts'

const masked = (text: string): string => logRedactor()(text).text

test('whatever a program writes behind the name of a secret is masked, also where it looks like a word', () => {
  assert.equal(masked('login with password=sunshine ok'), 'login with password=[credential] ok')
  assert.equal(masked('{"user":"ann","db_password" : "sunshine7","n":1}'), '{"user":"ann","db_password" : "[credential]","n":1}')
  assert.equal(masked('GET /x?access_token=abcdefgh HTTP/1.1'), 'GET /x?access_token=[credential] HTTP/1.1')
  assert.equal(masked("env PGPASSWORD='open sesame'"), "env PGPASSWORD='[credential]'")
  assert.equal(masked("using passphrase: 'correct horse battery' now"), "using passphrase: '[credential]' now")
  assert.equal(masked('login password=hunter2Secret! ok'), 'login password=[credential] ok')
  assert.equal(masked('login (password=sum&mer25), ok'), 'login (password=[credential]), ok')
  assert.equal(masked('Cookie: sess=0123456789abcdef0123456789abcdef; theme=dark'), 'Cookie: [credential]')
  assert.equal(masked('closed session_id=9f86d081884c7d659a2feaa0 of ann'), 'closed session_id=[credential] of ann')
})

test('what is said about a secret stays readable', () => {
  for (const text of [
    'token=expired',
    'password: incorrect for root',
    'Failed password for root from port 22',
    'secret=null',
    'tokens=412',
    'cookie: none sent',
    'session: opened for user',
    'password=***',
  ])
    assert.equal(masked(text), text)
})

test('what is masked elsewhere is masked here, once', () => {
  assert.equal(masked('mail to ann@firm.org failed'), 'mail to [email] failed')
  assert.equal(masked('password=Tr0ub4dor&3xyz!'), masked('password=Tr0ub4dor&3xyz!'))
  assert.doesNotMatch(masked('token=ghp_abcdefghijklmnopqrstuvwxyz0123456789'), /ghp_/)
})
