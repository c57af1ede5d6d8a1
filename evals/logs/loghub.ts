/** Six systems of loghub (Zhu et al., 2023), 2,000 lines each, with the templates that people gave them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const loghubNames = ['Apache', 'BGL', 'HDFS', 'Hadoop', 'OpenSSH', 'Zookeeper'] as const
export const loghubDir = join(import.meta.dirname, '../../../shared/data/loghub')

export interface LabelledLog {
  readonly name: string
  /** As the system wrote it. */
  readonly raw: Buffer
  /** Each line without its header, as the data set has it. */
  readonly messages: readonly string[]
  /** Each line's template. */
  readonly events: readonly string[]
}

export const readLoghub = (name: string): LabelledLog => {
  const [head, ...rows] = rowsOf(readFileSync(join(loghubDir, name, `${name}_2k.log_structured.csv`), 'utf8'))
  const column = (title: string): string[] => rows.map((row) => row[head!.indexOf(title)]!)
  return { name, raw: readFileSync(join(loghubDir, name, `${name}_2k.log`)), messages: column('Content'), events: column('EventId') }
}

/** RFC 4180. */
const rowsOf = (text: string): string[][] => {
  const rows: string[][] = []
  let row: string[] = []
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain!)
    if (end === ',') continue
    if (row.length > 1) rows.push(row)
    row = []
  }
  return rows
}
