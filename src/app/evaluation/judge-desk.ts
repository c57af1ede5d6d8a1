/** Measures judges against people, and keeps what was found. */
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { openJudgingFile } from '../../adapters/evaluation/judging-file.ts'
import { readLines } from '../../adapters/evaluation/read-lines.ts'
import { openCertificates } from '../../adapters/postgres/certificates.ts'
import { AppError } from '../../base/error.ts'
import { newId, sha256 } from '../../base/id.ts'
import { sampleById } from '../../base/sample.ts'
import type { Judge, JudgeCertificate, Labelled } from '../../domain/judgement.ts'
import { certificateOf } from '../../evaluate/judge/certificate.ts'
import { described } from '../../evaluate/judge/correct-mean.ts'
import { distrust } from '../../evaluate/judge/distrust.ts'
import { failuresOf } from '../../evaluate/judge/failures.ts'
import { judgeLabelled, type Judged } from '../../evaluate/judge/judge-labelled.ts'
import { readLabelled } from '../../evaluate/judge/read-labelled.ts'
import { rememberedJudge } from '../../evaluate/judge/remembered-judge.ts'
import { verifierName } from '../../evaluate/judge/verifier-judge.ts'
import type { JudgeDesk } from '../../operations/evaluation/judge-desk.ts'
import type { EvaluationParts } from './evaluation-parts.ts'
import { openJudges } from './open-judges.ts'

/** Judgements under way at once; a local model takes them one after the other. */
const parallel = 4

export const openJudgeDesk = (parts: EvaluationParts): JudgeDesk => {
  const openJudge = openJudges(parts)
  const certificates = openCertificates(parts.database)
  return {
    certificates: certificates.list,

    measure: async ({ file, rubric: named, model, repeat, limit, mostCostUsd }, { signal, onEvent }) => {
      const tell = (line: string): void => onEvent?.({ type: 'line', data: { line } })
      const judge = await openJudge({ rubric: named, model }, 'eval judge')
      const all = await readLabelled(readLines(file, signal), judge.rubric)
      if (all.length === 0)
        throw new AppError('invalid', `${basename(file)} holds no labelled item. Each line is a JSON object with id, question, answer and label.`)
      const chosen = sampleById(all, ({ item }) => item.id, limit)
      tell(announcement(judge.id, chosen, repeat))

      const datasetHash = sha256(await readFile(file))
      const asked = await withMemory(judge, datasetHash, parts.config.dataDir, tell)
      const judged = await judgeLabelled(asked.judge, chosen, {
        repeat,
        parallel,
        mostCostUsd,
        signal,
        onJudged: (done, { costUsd }) =>
          onEvent?.({ type: 'steps', data: { done, total: chosen.length, unit: 'items', note: moneyNote(costUsd, done, chosen.length) } }),
      })
      const dataset = chosen.length === all.length ? basename(file) : `${basename(file)} (${chosen.length} of ${all.length})`
      const head = { rubric: judge.rubric.version, rubricHash: judge.rubric.hash, judge: judge.id, dataset, datasetHash }
      const certificate = certificateOf({ ...head, id: newId(), madeAt: new Date() }, judged.items)
      const why = judged.stopped ?? (certificate.failed === certificate.items ? 'No judgement could be had.' : null)
      if (why === null) {
        await certificates.put(certificate)
        await asked.forget()
      }
      return {
        state: why === null ? 'complete' : 'partial',
        why,
        certificate,
        ...judged.spent,
        failures: failuresOf(judged.items),
        notes: [...notesOn(judged, chosen), ...(why === null ? notesOnUse(certificate, await certificates.find(judge.rubric.hash, judge.id)) : [])],
      }
    },
  }
}

/** A judge that goes on where a run over the same file and rubric was stopped. The verifier is sooner asked again, and may have changed. */
const withMemory = async (
  judge: Judge,
  datasetHash: string,
  dataDir: string,
  tell: (line: string) => void,
): Promise<{ judge: Judge; forget(): Promise<void> }> => {
  if (judge.id === verifierName) return { judge, forget: async () => {} }
  const name = sha256([judge.rubric.hash, judge.id, datasetHash].join()).slice(0, 32)
  const kept = await openJudgingFile(join(dataDir, 'judgings', `${name}.jsonl`))
  if (kept.count > 0) tell(`${kept.count} judgements of a run that was stopped are taken over.`)
  return { judge: rememberedJudge(judge, kept), forget: kept.remove }
}

/** What is about to be asked; money shows with the first judgement, which tells what one costs. */
const announcement = (judge: string, items: readonly Labelled[], repeat: number): string => {
  if (judge === verifierName) return `${items.length} items for the verifier: no model, no cost.`
  const calls = items.reduce((sum, { kind }) => sum + (kind === 'pair' ? 2 : 1), 0) * repeat
  const characters = items.reduce((sum, { kind, item }) => sum + Object.values(item).join('').length * (kind === 'pair' ? 2 : 1), 0) * repeat
  // English has about four characters a token; the rubric itself has about 250.
  const tokens = Math.round((characters / 4 + calls * 250) / 1000)
  return `${items.length} items, ${calls} calls of ${judge}, about ${tokens},000 tokens to read.`
}

const moneyNote = (costUsd: number | null, done: number, total: number): string =>
  costUsd === null ? 'price not known' : costUsd === 0 ? '' : `$${costUsd.toFixed(4)} of about $${((costUsd / done) * total).toFixed(4)}`

const notesOn = ({ items, stopped }: Judged, chosen: readonly Labelled[]): string[] => [
  ...(stopped === null ? [] : [`Only ${items.length} of ${chosen.length} items were judged: these figures are partial, and no certificate is kept.`]),
  ...(new Set(chosen.map(({ label }) => label)).size > 1 ? [] : ['People gave all items the same label: kappa is not defined, and agreement says little.']),
]

/** What reports and gates will make of it. */
const notesOnUse = (certificate: JudgeCertificate, inUse: JudgeCertificate | null): string[] => {
  const doubt = distrust(certificate, certificate)
  return [
    ...(doubt === null ? [] : [`No gate leans on this certificate: ${doubt}`]),
    ...(inUse === null || inUse.id === certificate.id ? [] : [`Reports go on with another one, because it rests on more items: ${described(inUse)}.`]),
  ]
}
