/** The whole program's diagnoses, asked by a hostile question and with a hostile model over HTTP, while the kernel is watched. */
import { writeFileSync } from 'node:fs'
import { openApp } from '../../../src/app.ts'
import { isAppError } from '../../../src/base/error.ts'
import { readConfig } from '../../../src/config.ts'
import { diagnose } from '../../../src/operations/diagnose.ts'
import { perform, type Operation } from '../../../src/operations/operation.ts'
import { hostileTexts } from './corpus.ts'
import { emptyReport, type DriverTask } from './driver-task.ts'

const task = JSON.parse(process.argv[2]!) as DriverTask
const app = await openApp({ config: readConfig({ dataDir: task.dataDir }), onLine: () => {}, log: () => {} })

const report = emptyReport()
const causes = new Set<string>()
const questions = hostileTexts(task.data, task.calls, task.seed).values()
await Promise.all(
  Array.from({ length: 16 }, async () => {
    for (const question of questions) await investigate(question)
  }),
)
const verdict = await app.acting.audit.verify()
writeFileSync(task.report, JSON.stringify({ ...report, causes: [...causes], audited: verdict.records, isChainWhole: verdict.broken === null }))
await app.close()
process.exit(0)

async function investigate(question: string): Promise<void> {
  report.calls++
  try {
    const found = (await perform(app, diagnose as unknown as Operation, { question })) as Investigated
    report.looks += found.usage.steps
    causes.add(found.diagnosis?.cause?.category ?? found.diagnosis?.verdict ?? 'none')
    report.proposals += found.diagnosis?.proposals.length ?? 0
    report.modelTokens += found.usage.input_tokens
    if (JSON.stringify(found).includes(task.canary)) report.leaks++
  } catch (error) {
    if (isAppError(error)) report.refused++
    else report.failures.push(`${String(error).slice(0, 300)} at ${question.slice(0, 100)}`)
  }
}

interface Investigated {
  readonly diagnosis: { readonly verdict: string; readonly cause: { readonly category: string } | null; readonly proposals: readonly unknown[] } | null
  readonly usage: { readonly steps: number; readonly input_tokens: number }
}
