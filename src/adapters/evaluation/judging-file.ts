/** Judgements under way, a line each, so that a judging of hours goes on where it was killed. */
import { appendFile, mkdir, readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Judgement, PairJudgement } from '../../domain/judgement.ts'

export interface JudgingFile {
  /** Of judgements that were there when it was opened. */
  readonly count: number
  find(key: string): Judgement | PairJudgement | undefined
  /** On the disk when it resolves. */
  keep(key: string, judgement: Judgement | PairJudgement): Promise<void>
  remove(): Promise<void>
}

interface Line {
  readonly key: string
  readonly judgement: Judgement | PairJudgement
}

export const openJudgingFile = async (path: string): Promise<JudgingFile> => {
  const lines = (await readFile(path, 'utf8').catch(() => '')).split('\n').flatMap(readLine)
  const known = new Map(lines.map(({ key, judgement }) => [key, judgement]))
  await mkdir(dirname(path), { recursive: true })
  // A line that a kill has cut must not take the next one with it.
  await appendFile(path, '\n')
  return {
    count: known.size,
    find: (key) => known.get(key),
    keep: (key, judgement) => appendFile(path, `${JSON.stringify({ key, judgement } satisfies Line)}\n`, { flush: true }),
    remove: () => rm(path, { force: true }),
  }
}

const readLine = (text: string): Line[] => {
  try {
    return text === '' ? [] : [JSON.parse(text) as Line]
  } catch {
    return []
  }
}
