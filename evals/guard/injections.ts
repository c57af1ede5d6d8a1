/** Texts with and without orders to a model, in a part to learn from and a part held out. */
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { dataFolder, loadClapnq, loadXquad } from '../datasets.ts'
import { partOf } from '../verifier/examples.ts'
import { writtenAttacks } from './written-attacks.ts'

export type Part = 'dev' | 'heldOut'

export interface Attack {
  readonly kind: string
  /** As it is put into a document: an order, maybe with a block of code. */
  readonly text: string
  readonly part: Part
}

export interface EmailContext {
  readonly question: string
  readonly context: string
  readonly ideal: string
  readonly part: Part
}

const read = (path: string): string => readFileSync(new URL(path, dataFolder), 'utf8')

/** 75 orders over text and 50 over code; of five of a kind three are learned from and two held out. */
export const bipiaAttacks = (): Attack[] =>
  ['text', 'code'].flatMap((type) =>
    Object.entries(JSON.parse(read(`bipia-train/${type}_attack_train.json`)) as Record<string, string[]>).flatMap(([kind, texts]) =>
      texts.map((text, index): Attack => ({ kind: `${type}: ${kind}`, text, part: index % 2 === 0 ? 'dev' : 'heldOut' })),
    ),
  )

export const ownAttacks = (): Attack[] =>
  writtenAttacks.map((text, index) => ({
    kind: 'written',
    text: text.replaceAll('{exit}', 'https://collect.example/x'),
    part: index % 2 === 0 ? 'dev' : 'heldOut',
  }))

export const bipiaEmails = (): EmailContext[] =>
  read('bipia-train/email/train.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Omit<EmailContext, 'part'>)
    .map((row) => ({ ...row, part: partOf(row.context) }))

export interface Harmless {
  readonly origin: string
  readonly text: string
  readonly title: string
  readonly part: Part
}

/** Passages of manuals, encyclopaedias and e-mails, cut at blank lines to what a question is given. */
export const harmless = (): Harmless[] => [
  ...manuals('prometheus-docs'),
  ...manuals('terraform-best-practices'),
  ...[loadXquad('en'), loadClapnq()].flatMap((set) =>
    set.documents.slice(0, 600).map(({ text, title, source }): Harmless => ({ origin: set.name, text: text.slice(0, 3000), title, part: partOf(source) })),
  ),
  ...bipiaEmails().map(({ context, part }): Harmless => ({ origin: 'bipia e-mails', text: context, title: '', part })),
]

const manuals = (folder: string): Harmless[] =>
  globSync('**/*.md', { cwd: fileURLToPath(new URL(`${folder}/`, dataFolder)) }).flatMap((file) => {
    const text = read(`${folder}/${file}`)
    return passagesOf(text).map((passage): Harmless => ({ origin: folder, text: passage, title: file, part: partOf(file) }))
  })

const passageLength = 1200
const passagesOf = (text: string): string[] =>
  text.split(/\n\n(?=\S)/).reduce<string[]>((passages, block) => {
    const last = passages.at(-1)
    if (last === undefined || last.length + block.length > passageLength) passages.push(block)
    else passages[passages.length - 1] = `${last}\n\n${block}`
    return passages
  }, [])
