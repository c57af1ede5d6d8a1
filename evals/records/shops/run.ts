/**
 * `npm run eval:shops -- [nordhall …] [--show]`: businesses that the program was not made with, each with its data, description, policies and a suite
 * whose truth a script computed. Asked as a user would: ingest, connect, eval run. Nordhall, pawpantry, gymfit and rentacar have been read and mended by;
 * velowerk and lumenbooks are sealed: `--show` tells nothing of them.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { run, workplace } from '../../../test/support/program.ts'

interface Row {
  readonly case_id: string
  readonly tags: readonly string[]
  readonly faults: readonly string[]
  readonly scores: { readonly correct: number | null; readonly records_cited: number | null; readonly declined_rightly: number | null }
}
interface Metric {
  readonly name: string
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  readonly n: number
}
export interface ShopResult {
  readonly rows: readonly Row[]
  readonly metrics: readonly Metric[]
}

export const shopNames = ['nordhall', 'pawpantry', 'gymfit', 'rentacar', 'velowerk', 'lumenbooks'] as const
export type ShopName = (typeof shopNames)[number]
const sealed: ReadonlySet<string> = new Set(['velowerk', 'lumenbooks'])

const env = { ANSWERABLE_GENERATOR: 'extractive', ANSWERABLE_EMBEDDER: 'bge-small-en-v1.5', ANSWERABLE_HANDBOOK: 'false' }

export const askShop = async (name: ShopName): Promise<ShopResult> => {
  using place = workplace({})
  const shop = join(import.meta.dirname, name)
  const data = join(place.home, name)
  mkdirSync(data, { recursive: true })
  const done = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await run([...args, '--data', data], env)
    if (code !== 0) throw new Error(`${args.slice(0, 2).join(' ')} of ${name}: ${stderr || stdout}`)
    return stdout
  }
  await done('ingest', join(shop, 'policies'), '--collection', name)
  await done('records', 'connect', join(shop, 'records.yaml'))
  const report = JSON.parse(await done('eval', 'run', join(shop, 'suite.yaml'), '--json')) as { rows: Row[]; variants: [{ metrics: Metric[] }] }
  return { rows: report.rows, metrics: report.variants[0].metrics }
}

/** All that a case asks of its answer: the words, the record, and whether it had to decline. */
export const isRight = ({ scores }: Row): boolean => scores.correct === 1 && scores.records_cited !== 0 && scores.declined_rightly !== 0

if (process.argv[1] === import.meta.filename) {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { show: { type: 'boolean', default: false } } })
  for (const name of shopNames.filter((each) => positionals.length === 0 || positionals.includes(each))) {
    const { rows, metrics } = await askShop(name)
    console.log(`${name}: ${rows.filter(isRight).length} of ${rows.length} right and rightly cited${sealed.has(name) ? ' (sealed)' : ''}`)
    for (const metric of metrics.filter(({ name: each }) => ['correct', 'records_cited', 'declined_rightly', 'numbers_agree'].includes(each)))
      if (metric.value !== null)
        console.log(`  ${metric.name.padEnd(18)} ${percent(metric.value)} [${percent(metric.low ?? 0)} … ${percent(metric.high ?? 1)}] of ${metric.n}`)
    if (values.show && !sealed.has(name)) for (const row of rows.filter((each) => !isRight(each))) console.log(`  - ${row.case_id}: ${row.faults.join(' ')}`)
  }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}
