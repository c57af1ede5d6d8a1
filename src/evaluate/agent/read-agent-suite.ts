import { checkedFile, faultsOf } from '../../base/checked-file.ts'
import { sha256 } from '../../base/id.ts'
import { locateYaml, type Located } from '../../base/located.ts'
import { didYouMean } from '../../base/nearest.ts'
import type { AgentScenario, AgentSuite } from '../../domain/agent-suite.ts'
import type { Threshold } from '../../domain/eval-suite.ts'
import { agentNames, runNames } from '../run/metric-names.ts'
import { agentSuiteSchema, type ScenarioFile } from './agent-suite-file.ts'

/** A suite from the text of its file; `file` is its name in messages. Fails with `invalid`: a sentence with file and line for each fault. */
export const readAgentSuite = (text: string, file: string): AgentSuite => {
  const located = locateYaml(text, file)
  const given = checkedFile(agentSuiteSchema, located, named)
  const scenarios = given.scenarios.map((it, index) => toScenario(it, located.placeOf(['scenarios', index])))
  const thresholds = Object.entries(given.thresholds).flatMap(([metric, wanted]) => [wanted].flat().map((it) => toThreshold(metric, it)))
  const faults = [...repeated(scenarios), ...thresholds.flatMap((it) => unknownMetric(it, located))]
  if (faults.length > 0) throw faultsOf(faults)
  return { name: given.name, hash: sha256(JSON.stringify(given.scenarios)), scenarios, thresholds }
}

const named = (path: readonly PropertyKey[]): string => {
  const steps = path.filter((step) => typeof step === 'string')
  return steps.length === 0 ? 'The suite' : `"${steps.join('.')}"`
}

const toScenario = ({ twin, alone, truth, ...it }: ScenarioFile, place: string): AgentScenario => ({
  ...it,
  twin: twin ?? null,
  isAlone: alone,
  truth: { ...truth, heal: truth.heal ?? null, evidence: truth.evidence.map(({ from, about }) => ({ from, about: about ?? null })) },
  place,
})

const toThreshold = (
  metric: string,
  it: { least?: number | null | undefined; most?: number | null | undefined; most_worse?: number | null | undefined; tag?: string | null | undefined },
): Threshold => ({ metric, tag: it.tag ?? null, least: it.least ?? null, most: it.most ?? null, mostWorse: it.most_worse ?? null })

const repeated = (scenarios: readonly AgentScenario[]): string[] =>
  scenarios.flatMap(({ id, place }, index) => (scenarios.findIndex((it) => it.id === id) < index ? [`${place}: There is another scenario "${id}".`] : []))

const unknownMetric = ({ metric }: Threshold, located: Located): string[] => {
  const known = ['correct', ...Object.keys(agentNames), ...Object.keys(runNames)]
  return known.includes(metric) ? [] : [`${located.placeOf(['thresholds', metric])}: There is no metric "${metric}".${didYouMean(metric, known)}`]
}
