/** Series of the Numenta Anomaly Benchmark (Lavin and Ahmad 2015) with their labelled windows, as they lie in `../shared/data/nab-metrics`. */
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'

export interface Series {
  readonly name: string
  readonly atMs: readonly number[]
  readonly values: readonly number[]
  /** First and last time of each window, both within. */
  readonly windows: readonly (readonly [fromMs: number, toMs: number])[]
}

export const nabFolder = new URL('../../../shared/data/nab-metrics/', import.meta.url)

export const hasNab = (): boolean => existsSync(nabFolder)

export const readSeries = (): Series[] => {
  const windows = JSON.parse(readFileSync(new URL('labels/combined_windows.json', nabFolder), 'utf8')) as Record<string, [string, string][]>
  return globSync('data/*/*.csv', { cwd: nabFolder.pathname })
    .toSorted()
    .map((file) => {
      const name = file.replace(/^data\//, '')
      const rows = readFileSync(new URL(file, nabFolder), 'utf8').trim().split('\n').slice(1)
      const cells = rows.map((row) => row.split(','))
      return {
        name,
        atMs: cells.map(([time]) => timeOf(time!)),
        values: cells.map(([, value]) => Number(value)),
        windows: (windows[name] ?? []).map(([from, to]) => [timeOf(from), timeOf(to)] as const),
      }
    })
}

const timeOf = (text: string): number => Date.parse(`${text.trim().slice(0, 19).replace(' ', 'T')}Z`)

/** Settings are chosen on the one half, told of the other: by the hash of the name, so that nobody chose the halves. */
export const isHeldOut = ({ name }: Series): boolean => createHash('sha256').update(name).digest()[0]! % 2 === 1

/** Samples at the beginning that no detector is judged by (NAB: 15 %, of 5,000 samples at most). */
export const probation = (length: number): number => Math.floor(Math.min(0.15 * length, 0.15 * 5000))
