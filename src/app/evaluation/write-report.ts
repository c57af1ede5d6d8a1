import { mkdir } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeUserFile } from '../../adapters/evaluation/write-user-file.ts'
import { installDir } from '../../adapters/postgres/check-outside.ts'
import { AppError } from '../../base/error.ts'
import type { CaseWords } from '../../evaluate/report/report-input.ts'
import type { CaseRow, EvalReport } from '../../domain/eval-run.ts'
import type { EvalCase } from '../../domain/eval-suite.ts'
import { reportHtml } from '../../evaluate/report/html.ts'
import { junitXml } from '../../evaluate/report/junit.ts'
import { presentReport } from '../../operations/evaluation/report-schema.ts'
import type { EvaluationParts } from './evaluation-parts.ts'
import { readWords } from './report-words.ts'

export interface WrittenRun {
  readonly report: EvalReport
  readonly rows: readonly CaseRow[]
  /** Cases of its suite, where it is at hand: what was expected is shown with them. */
  readonly cases: readonly EvalCase[]
  /** By trace id, of what the journal does not keep. */
  readonly words?: ReadonlyMap<string, CaseWords>
}

export type WriteReport = (run: WrittenRun, dir: string, signal?: AbortSignal) => Promise<string[]>

/** Writes `report.json`, `junit.xml` and `report.html` into a folder, which is made; gives their paths. Fails with `invalid` or `no_space`. */
export const reportWriter =
  ({ journal, documents }: Pick<EvaluationParts, 'journal' | 'documents'>): WriteReport =>
  async ({ report, rows, cases, words: given }, dir, signal) => {
    await mkdir(dir, { recursive: true }).catch((cause: unknown) => {
      throw new AppError('invalid', `The folder "${dir}" cannot be made (${(cause as Error).message}). Name another one with --out.`, { cause })
    })
    const words = given ?? (await readWords(journal, documents, rows, signal))
    const input = { report, rows, words, expected: new Map(cases.map((it) => [it.id, it])) }
    const files = [
      ['report.json', `${JSON.stringify(presentReport(report, rows), null, 2)}\n`],
      ['junit.xml', junitXml(input)],
      ['report.html', reportHtml(input, readStyle())],
    ] as const
    for (const [name, text] of files) await writeUserFile(join(dir, name), text)
    return files.map(([name]) => join(dir, name))
  }

/** The page's own colours and letters, so that both are one house. */
const readStyle = (): string => ['base.css', 'report.css'].map((name) => readFileSync(join(installDir, 'web/src/styles', name), 'utf8')).join('\n')
