import { join } from 'node:path'
import { suiteDisk } from '../../adapters/evaluation/suite-disk.ts'
import { installDir } from '../../adapters/postgres/check-outside.ts'
import { sha256 } from '../../base/id.ts'
import type { Config } from '../../config.ts'
import type { EvalSuite } from '../../domain/eval-suite.ts'
import type { AppointedJudge } from '../../evaluate/run/judge-answer.ts'

/** Settings that change no answer. */
const unrelated =
  /^(host|port|allowedHosts|dataDir|databaseUrl|modelsDir|modelSource|hubUrl|handbook|logLevel|watch|recheckSeconds|crawl.*|.*ApiKey|promptsDir)$/

/**
 * Fingerprint of what answers and judges: another one, and the rows of an unfinished run are of no use. Suites of other names
 * have runs of their own. Keys are left out, prompts go by their words.
 */
export const planOf = async ({ name, variants, repeat }: EvalSuite, judges: readonly AppointedJudge[], config: Config, version: string): Promise<string> => {
  const settings = Object.entries(config)
    .filter(([setting]) => !unrelated.test(setting))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const folders = [join(installDir, 'prompts'), config.promptsDir, ...variants.map((it) => it.promptsDir)].filter((it) => it != null)
  const prompts = await suiteDisk('/').hashOf(folders)
  const judging = judges.map(({ judge, mayJudgeItself }) => [judge.id, judge.rubric.hash, mayJudgeItself])
  return sha256(JSON.stringify([name, version, variants, repeat, settings, prompts, judging]))
}
