import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { readConfig } from './config.ts'

const failsWith = (name: string, yaml: string, env: NodeJS.ProcessEnv, message: RegExp): void =>
  void test(name, () => {
    const folder = mkdtempSync(join(tmpdir(), 'answerable-config-'))
    try {
      writeFileSync(join(folder, 'answerable.yaml'), yaml)
      assert.throws(() => readConfig({}, env, folder), { code: 'invalid', message })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

failsWith(
  'a file that is no YAML names the line',
  'port: 3000\nhost: [a\nx: y\n',
  {},
  /^answerable\.yaml is not valid YAML in line \d: .+ Write one "name: value" a line/,
)
failsWith('a number that is none names the setting', 'port: many\n', {}, /^The setting port \(ANSWERABLE_PORT\) must be a number\. /)
failsWith('a number that is too large tells the most', '', { ANSWERABLE_ANSWER_TEMPERATURE: '9' }, /\(ANSWERABLE_ANSWER_TEMPERATURE\) must be at most 2\. /)
failsWith('a name that is no setting is told', 'prot: 3000\n', {}, /names "prot", which is no setting/)
