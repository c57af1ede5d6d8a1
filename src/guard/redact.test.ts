import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { redactor } from './redact.ts'

const redact = redactor()
const check = (text: string, expected: string): void => assert.equal(redact(text).text, expected)

test('personal data is masked where its checksum or its plan holds', () => {
  check('Write to ada.lovelace@analytical.org or call +44 20 7946 0958.', 'Write to [email] or call [phone].')
  check('Card 4111 1111 1111 1111, account GB82 WEST 1234 5698 7654 32.', 'Card [card], account [iban].')
  check('SSN 536-90-4399, DNI 12345678Z, from 8.8.4.4', 'SSN [national_id], DNI [national_id], from [ip_address]')
  check('Call (212) 736\u22125000 today', 'Call [phone] today')
  check('Phone: 467 3395 and 21 253 109 8211-Office', 'Phone: [phone] and [phone]-Office')
})

test('an address of the internet is masked with a port or a colon beside it', () => {
  check('Connection from 8.8.4.4:443: closed', 'Connection from [ip_address]:443: closed')
  check('Received disconnect from 8.8.4.4: 11: Bye', 'Received disconnect from [ip_address]: 11: Bye')
  check('client:8.8.4.4, ::ffff:8.8.4.4', 'client:[ip_address], ::ffff:[ip_address]')
  check('dest: /10.250.19.102:50010 and 192.168.1.20: up', 'dest: /10.250.19.102:50010 and 192.168.1.20: up')
})

test('numbers of no one stay: wrong check digits, private addresses, dates, versions, ports, hashes', () => {
  for (const text of [
    'Card 4111 1111 1111 1112 and GB83 WEST 1234 5698 7654 32',
    'DNI 12345678A, SSN 666-12-3456',
    'Bind to 127.0.0.1:9090, 10.0.0.0/8 or 192.168.1.20 and fe80::1',
    'Since 2026-11-23 10:28:13 version 2.45.0 listens on 9090 with 1000000 samples',
    'admin@example.com at revision d8426e2a, 1,500,000 rows, 15.04.2024',
    'Scrape every 15s, keep 30d, 2000-04-16 11:34:35',
    'R62-M1-N3 2005-08-26-11.47.33.903841 and 2005-06-04-00.24.32.432192',
    '081109 203615 148 INFO of block 38865049064139660',
  ])
    check(text, text)
})

test('secrets are masked by their form, or by what is said before them', () => {
  check('key sk-ant-api03-abcdefghijklmnopqrstuv and AKIAIOSFODNN7EXAMPLQ', 'key [provider_key] and [provider_key]')
  check('postgres://app:h7Gk2pQz@db:5432/app', 'postgres://app:[connection_string]@db:5432/app')
  check('password: Tr0ub4dor&3 then API_KEY=9f86d081884c7d659a2feaa0c55ad015', 'password: [credential] then API_KEY=[credential]')
  check('-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----\nend', '[private_key]\nend')
})

const keyLine = (index: number): string => `MIIEpAIBAAKCAQEA${index}x7Qm9Zr4Kc2Vt8Yw1Ls5Nd3Hf6Jg0Pb4Ea8UvB2nT7kR1yW`
const lines = [0, 1, 2, 3].map(keyLine)

test('what is left of a private key that was cut off is masked as well', () => {
  check(`-----BEGIN EC PRIVATE KEY-----\n${lines.join('\n')}`, '[private_key]')
  check(`-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,0A\n\n${lines[0]}\nIt goes on.`, '[private_key]\nIt goes on.')
  check(`${lines[0]}\nq9Zr==\n-----END PRIVATE KEY-----\nend`, '[private_key]\nend')
  check(`Then:\n${lines.join('\n')}\nend`, 'Then:\n[private_key]\nend')
  check(`\n${lines[0]}\n`, '\n[private_key]\n')
  check(`"key": "-----BEGIN PRIVATE KEY-----\\n${lines.slice(0, 2).join('\\n')}\\nq9Zr==", "id": 7`, '"key": "[private_key]", "id": 7')
})

test('certificates, public keys, pictures, sums and paths are no private keys', () => {
  for (const text of [
    `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----`,
    `${lines.join('\n')}\n-----END CERTIFICATE-----`,
    `-----BEGIN PGP PUBLIC KEY BLOCK-----\nVersion: 1\n\n${lines.join('\n')}`,
    `url(data:image/png;base64,${lines.join('\n')})`,
    `d8426e2a1f0c9b7e5d3a6f4b8c2e1d0f9a7b5c3e d8426e2a1f0c9b7e5d3a6f4b8c2e1d0f9a7b5c3e d8426e2a1f0c9b7e5d3a6f4b8c2e1d0f9a7b5c3e`,
    `/usr/share/Prometheus2/consoles/Libraries/node/rules /usr/share/Prometheus3/consoles/Libraries/node/rules /usr/share/Prometheus4/consoles/Libraries/node/rules`,
    'A key begins with five dashes and BEGIN PRIVATE KEY, and so on.',
  ])
    check(text, text)
})

test('a secret is found however it is dressed, and masked where it is written', () => {
  for (const dressed of [
    'sk-proj-abcdefghij\u200bklmnopqrstuvwxyz0123456789',
    'sk-proj-abcdefghij**klmnopqrstuvwxyz**0123456789',
    'sk-proj-abcde<b>fghijklmnopqrstuvwxyz0123456789',
    'sk-proj-abcde<!-- x -->fghijklmnopqrstuvwxyz0123456789',
    'sk\\-proj\\-abcdefghijklmnopqrstuvwxyz0123456789',
    'ѕk-proj-abcdefghijklmnopqrstuvwxyz0123456789',
    's&#107;-proj-abcdefghijklmnopqrstuvwxyz0123456789',
    'sk&#x2d;proj&hyphen;abcdefghijklmnopqrstuvwxyz0123456789',
    'ｓｋ-proj-abcdefghijklmnopqrstuvwxyz0123456789',
  ])
    check(`The key is ${dressed}, *today*.`, 'The key is [provider_key], *today*.')
  check('Card 4111\u200b1111\u200b1111\u200b1111 of bob\u200b@corp.com, bob＠corp.com or bob&commat;corp<i>.com', 'Card [card] of [email], [email] or [email]')
})

test('what stands in manuals where a secret would stays', () => {
  for (const text of [
    'password: <secret>',
    'api_key: ${API_KEY}',
    'export TOKEN=your-token-here',
    'Authorization: Bearer <token>',
    'postgres://user:password@localhost/db',
    'The token is required. The password must be long.',
    'bearer_token_file: /etc/prometheus/token',
    'password: **** or `****`, token=&lt;token&gt;, api_key: \\<secret\\>',
  ])
    check(text, text)
})

test('findings are in order, do not overlap, and are what was masked', () => {
  const pieces = fc.constantFrom(
    'a@b.org',
    '+1 212 555 0147',
    '4111111111111111',
    ' sk-abcdefghijklmnopqrstuvwx',
    '\n',
    ' and ',
    '🙂',
    'password=',
    '8.8.8.8',
    '-',
    '1',
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const text = parts.join('')
      const { findings, text: masked } = redact(text)
      let at = 0
      let built = ''
      for (const { kind, start, end } of findings) {
        assert.ok(start >= at && end > start && end <= text.length)
        built += `${text.slice(at, start)}[${kind}]`
        at = end
      }
      assert.equal(masked, built + text.slice(at))
    }),
  )
})

test('a long text without anything in it, or with the beginnings of everything, is read in linear time', () => {
  for (const unit of [
    'a.',
    'a@',
    '1-',
    '1 ',
    '+1',
    '(1',
    'password=',
    '://:',
    'eyJ',
    'x:',
    '-----BEGIN PRIVATE KEY-----',
    'sk-',
    '%',
    'a1:',
    '<a',
    '&#1',
    '\\\\',
    'a*',
    'aB1'.repeat(20) + '\\n',
    '-----END PRIVATE KEY-----',
  ]) {
    const text = unit.repeat(Math.ceil(100_000 / unit.length))
    assert.equal(typeof redact(text).text, 'string')
  }
})
