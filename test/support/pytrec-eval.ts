/** pytrec_eval, the reference for figures of rankings, run beside the tests. `.ci/run` installs it; where it is not there, tests skip with `pytrecEvalMissing`. */
import { spawnSync } from 'node:child_process'
import { homedir } from 'node:os'
import { join } from 'node:path'

const python = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'answerable/test-parts/python/bin/python')
const isInstalled = spawnSync(python, ['-c', 'import pytrec_eval'], { stdio: 'ignore' }).status === 0

export const pytrecEvalMissing = isInstalled ? false : 'no pytrec_eval here: .ci/run installs it (Python package pytrec-eval-terrier)'

/** Query id → document id → grade, or score. */
export type Table = Record<string, Record<string, number>>

/** `run` is a table, or the path of a TREC run file. */
export const pytrecEval = (qrels: Table, run: Table | string, measures: readonly string[]): Table => {
  const ran = spawnSync(python, [join(import.meta.dirname, 'pytrec-eval.py'), ...(typeof run === 'string' ? [run] : [])], {
    input: JSON.stringify({ qrels, run: typeof run === 'string' ? null : run, measures }),
    encoding: 'utf8',
    maxBuffer: 1e9,
  })
  if (ran.status !== 0) throw new Error(`pytrec_eval failed: ${ran.stderr}`)
  return JSON.parse(ran.stdout) as Table
}
