import type { JsonSchema } from '../domain/model.ts'
import { askModel } from './ask-model.ts'
import type { Hypothesis } from './hypothesis.ts'
import { keyOf, type Look } from './look.ts'
import { wordsOf } from './read-lines.ts'
import { addNote, type Run } from './run.ts'
import type { Offered } from './sweep.ts'

/** Below it a model would read the list for minutes and choose badly: the fixed stages do without it. */
const largeModelTokens = 1_000
const mostOffered = 60
const mostChosen = 6

/**
 * A large model asks for more looks, by their numbers in a list that rules have made. It sees the operator's question, that list, and what rules made of
 * figures (categories, shares, names of the inventory): not one word that was written outside, so that no such word can move it.
 */
export const planLooks = async (run: Run, offered: readonly Offered[], hypotheses: readonly Hypothesis[]): Promise<Look[]> => {
  const model = run.parts.model()
  if (!model || model.generator.passageBudgetTokens < largeModelTokens) return []
  const known = new Set(run.observations.map(keyOf))
  const choices = offered
    .flatMap(variantsOf)
    .filter((look) => !known.has(keyOf(look)))
    .slice(0, mostOffered)
  if (choices.length === 0) return []
  const schema = {
    type: 'object',
    properties: { looks: { type: 'array', maxItems: mostChosen, items: { type: 'integer', minimum: 1, maximum: choices.length } } },
    required: ['looks'],
    additionalProperties: false,
  }
  const values = {
    question: run.request.incidentId === null ? run.request.question.slice(0, 500) : 'What is wrong?',
    suspected:
      hypotheses
        .map(({ category, service, strength }) => `- ${wordsOf(category)}${service ? ` of ${service}` : ''}, ${Math.round(strength * 100)} %`)
        .join('\n') || '- nothing yet',
    looks: choices.map(({ capability, params }, index) => `${index + 1}. ${capability} ${JSON.stringify(params)}`).join('\n'),
  }
  const said = (await askModel(run, model, 'diagnose-plan', values, schema, 120)) as { looks?: unknown } | null
  if (!Array.isArray(said?.looks)) return []
  const asked = said.looks.slice(0, mostChosen)
  const chosen = [...new Set(asked)].flatMap((it) => (typeof it === 'number' && choices[it - 1] ? [choices[it - 1]!] : []))
  if (chosen.length < asked.length) addNote(run, 'The model asked for looks twice, or for some that are not in the list; those were not made.')
  return chosen
}

/** Every way of looking that the closed schema has, as far as it is worth offering: all names, all values of enums, three windows of time. */
const variantsOf = ({ capability, inventory }: Offered): Look[] => {
  const { properties = {}, required = [] } = capability.params as { properties?: Record<string, JsonSchema>; required?: string[] }
  let params: Record<string, unknown>[] = [{}]
  for (const [name, schema] of Object.entries(properties)) {
    const values = inventory[name] ?? choicesOf(name, schema)
    const isRequired = required.includes(name)
    if (values.length === 0 && isRequired) return []
    params = params
      .flatMap((before) => [...(isRequired ? [] : [before]), ...values.slice(0, 8).map((value) => ({ ...before, [name]: value }))])
      .slice(0, mostOffered)
  }
  return params.map((it) => ({ capability: capability.name, params: it }))
}

const choicesOf = (name: string, schema: JsonSchema): readonly unknown[] => {
  if (Array.isArray(schema['enum'])) return schema['enum']
  const { minimum = 1, maximum = Infinity } = schema as { minimum?: number; maximum?: number }
  if (schema['type'] === 'integer' && /minutes|window/.test(name)) return [10, 60, 360].filter((value) => value >= minimum && value <= maximum)
  return 'default' in schema ? [schema['default']] : []
}
