import { checkedFile, faultsOf } from '../../base/checked-file.ts'
import { locateYaml, type Path } from '../../base/located.ts'
import type { ActionDefinition } from '../../domain/action.ts'
import { noSystems, type Systems } from '../../domain/systems.ts'
import type { Rule, Watch } from '../../domain/watch.ts'
import { toAction } from './to-action.ts'
import { systemsFaults } from './systems-faults.ts'
import { systemsSchema, type SystemsFile } from './systems-file.ts'

/** The systems from the text of their file; `file` is its name in messages. Fails with `invalid`: a sentence with file and line for each fault. */
export const readSystems = (text: string, file: string): Systems => {
  const located = locateYaml(text, file)
  const given = checkedFile(systemsSchema, located, named, located.value ?? {})
  const faults = systemsFaults(given, located)
  if (faults.length > 0) throw faultsOf(faults)
  return toSystems(given)
}

const toSystems = (given: SystemsFile): Systems => ({
  ...given,
  runbooks: given.runbooks ?? null,
  prometheus: given.prometheus.map(({ bearer_token_env: bearerTokenEnv, ...it }) => ({ ...it, bearerTokenEnv: bearerTokenEnv ?? null })),
  probes: given.probes.map(({ expect_status: expectStatus, timeout_ms: timeoutMs, ...it }) => ({ ...it, expectStatus, timeoutMs })),
  logs: given.logs.map(({ name, service, file, unit }) => ({ name, service, from: file === undefined ? { unit: unit! } : { file } })),
  units: [...new Set([...given.units, ...given.logs.flatMap((it) => it.unit ?? [])])],
  postgres: given.postgres.map(({ url_env: urlEnv, ...it }) => ({ ...it, urlEnv })),
  kubernetes: given.kubernetes.map(({ token_file: tokenFile, ca_file: caFile, ...it }) => ({ ...it, tokenFile: tokenFile ?? null, caFile: caFile ?? null })),
  diagnosis: toDiagnosis(given.diagnosis),
  watches: given.watches.map(toWatch),
  actions: given.actions.map((it): ActionDefinition => toAction(it, given)),
})

const toDiagnosis = (given: SystemsFile['diagnosis']): Systems['diagnosis'] => {
  const { limits } = noSystems.diagnosis
  return {
    incidentsFrom: given.incidents_from ?? null,
    limits: {
      steps: given.steps ?? limits.steps,
      tokens: given.tokens ?? limits.tokens,
      costUsd: given.cost_usd ?? limits.costUsd,
      seconds: given.limit ?? limits.seconds,
    },
  }
}

const toWatch = ({ every, for: forSeconds, clear: clearSeconds, rule, ...it }: SystemsFile['watches'][number]): Watch => ({
  ...it,
  everySeconds: every,
  forSeconds,
  clearSeconds,
  rule: toRule(rule),
})

const toRule = (given: SystemsFile['watches'][number]['rule']): Rule => {
  switch (given.kind) {
    case 'threshold': {
      const { not_equals: notEquals, ...it } = given
      return present({ ...it, notEquals }) as Rule
    }
    case 'deviation':
      return { kind: 'deviation', falseAlarmsPerDay: given.false_alarms_per_day }
    case 'forecast':
      return { kind: 'forecast', reaches: given.reaches, withinSeconds: given.within }
    default:
      return present(given) as Rule
  }
}

const present = (it: object): object => Object.fromEntries(Object.entries(it).filter(([, value]) => value !== undefined))

/** `"url" of probes "shop"` would need the value; the line says which, so the list and the field are enough. */
const named = (path: Path): string => {
  const steps = path.filter((it) => typeof it === 'string')
  return steps.length === 0 ? 'The file' : `"${steps.join('.')}"`
}
