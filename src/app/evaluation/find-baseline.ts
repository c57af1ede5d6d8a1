import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { readUserFile } from '../../adapters/evaluation/read-user-file.ts'
import { AppError } from '../../base/error.ts'
import type { EvalRunStore } from '../../domain/eval-run.ts'
import type { EvalSuite } from '../../domain/eval-suite.ts'
import type { Baseline } from '../../evaluate/run/build-report.ts'
import { readReport } from '../../operations/evaluation/read-report.ts'

/**
 * What `--against` means: a report's file, a variant of this suite, the id of a stored run. `against` is an absolute path, as doors make one of it.
 * Fails with `not_found` or `invalid`.
 */
export const findBaseline = async (against: string | null, { variants }: EvalSuite, runs: EvalRunStore): Promise<Baseline | string | null> => {
  if (against === null) return null
  if (existsSync(against)) return readReport(await readUserFile(against), basename(against))
  const name = basename(against)
  const variant = variants.find((it) => against === it.name || against.endsWith(`/${it.name}`))
  if (variant) return variant.name
  const run = await runs.find(name)
  if (!run) {
    throw new AppError(
      'not_found',
      `There is no baseline "${name}": no report of this path, no run of this id ("answerable eval runs" lists them), no variant of this name.`,
    )
  }
  const rows = await runs.rows(run.id)
  return { id: run.id, suiteHash: run.suiteHash, rows, variants: run.report?.variants ?? [], isPartial: run.finishedAt === null }
}
