import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parse } from 'yaml'
import { readConfig, settings } from '../../src/config.ts'
import { findCommand } from '../../src/doors/cli/arguments.ts'
import { readSuite } from '../../src/evaluate/suite/read-suite.ts'
import { operations } from '../../src/operations/index.ts'
import { installedModel } from '../support/installed-model.ts'
import { root } from '../support/program.ts'
import { differenceOf } from './compare-output.ts'
import { missingFor, openReader } from './handbook-reader.ts'
import { readPage, type Example } from './read-examples.ts'

const pages = ['README.md', ...globSync('docs/*.md', { cwd: root })].sort()
const noEmbedder = (await installedModel('bge-small-en-v1.5')) ? false : 'no embedding model here; "bin/answerable models pull bge-small-en-v1.5" brings it'
const scripts = Object.keys((JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object }).scripts)

for (const name of pages) {
  const page = readPage(readFileSync(join(root, name), 'utf8'))
  const typed = page.examples.filter(({ language, notRun }) => language === 'sh' && notRun === null)

  const missing = typed.map(({ text }) => missingFor(text)).find(Boolean) ?? noEmbedder
  test(`${name}: every command does what the page says`, { skip: typed.length > 0 && missing }, async () => {
    if (typed.length === 0) return
    await using reader = await openReader()
    for (const { line, text, output } of typed) {
      const { code, stdout, stderr } = await reader.type(text)
      assert.equal(code, 0, `${name}:${line} ended with ${code}: ${stderr.slice(-2_000)}`)
      const difference = output && differenceOf(output, output.language === 'json' ? stdout : `${stdout}\n${stderr}`)
      assert.equal(difference ?? null, null, `${name}:${line} printed otherwise: ${stdout.slice(0, 3_000)}\n${stderr.slice(-1_000)}`)
    }
  })

  test(`${name}: settings and suites are valid, and every command, script and setting that is named exists`, async () => {
    for (const example of page.examples) await checkShown(name, example)
    for (const code of page.codes) checkNamed(name, code)
  })
}

const checkShown = async (name: string, { line, language, text }: Example): Promise<void> => {
  assert.notEqual(language, '', `${name}:${line} says no language`)
  if (language === 'json') assert.doesNotThrow(() => JSON.parse(text), `${name}:${line} is no JSON`)
  if (language === 'yaml' && /^cases:/m.test(text)) await readSuite(text, `${name}:${line}, suite`, noDisk)
  else if (language === 'yaml') assert.doesNotThrow(() => readConfig(parse(text) as object, {}, root), `${name}:${line} is no valid answerable.yaml`)
  // Of other programs.
  if (language === 'yml') assert.doesNotThrow(() => parse(text), `${name}:${line} is no YAML`)
  if (language === 'sh') for (const command of text.split('\n')) checkNamed(`${name}:${line}`, command)
}

/** What a suite names need not be there to read it. */
const noDisk = { readText: async () => '', hashOf: async () => '', resolve: (path: string) => path }

const isCommand = (words: readonly string[]): boolean =>
  findCommand(words) !== undefined ||
  ['serve', 'worker', 'mcp'].includes(words[0]!) ||
  words[0]?.startsWith('-') === true ||
  operations.some(({ cli }) => cli?.words[0] === words[0])

const checkNamed = (where: string, code: string): void => {
  for (const [, command] of code.matchAll(/(?:^|[\s;|&])(?:bin\/)?answerable ([a-z-][^"'|;&]*)/g)) {
    assert.ok(isCommand(command!.trim().split(/\s+/)), `${where}: there is no "answerable ${command}"`)
  }
  for (const [, script] of code.matchAll(/\bnpm run ([\w:]+)/g)) assert.ok(scripts.includes(script!), `${where}: there is no script ${script}`)
  const known = new Set(Object.values(settings).map(({ env }) => env))
  for (const [setting] of code.matchAll(/\bANSWERABLE_[A-Z_]+\b/g)) assert.ok(known.has(setting), `${where}: there is no setting ${setting}`)
}
