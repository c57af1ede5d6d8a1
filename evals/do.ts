/**
 * `node evals/do.ts [--dev] [--show] [--nearest]`: requests in plain words against what they should propose. Held-out half unless `--dev`; `--show`
 * prints what was wrong; `--nearest` takes the action that shares most words, as a search would, instead of accounting for every word.
 */
import { bindParameters } from '../src/act/request/bind-parameters.ts'
import { matchRequest } from '../src/act/request/match-request.ts'
import { readWords } from '../src/act/request/read-words.ts'
import { canonicalJson } from '../src/base/canonical-json.ts'
import { shopActions } from './acting/actions.ts'
import { requestCases, type RequestCase } from './acting/requests.ts'

type Outcome = 'right' | 'wrong' | 'refused'

type Proposed = { readonly action: string; readonly parameters: object } | null

const accounted = (words: string): Proposed => {
  const match = matchRequest(words, shopActions)
  return match.action === null ? null : match
}

const nearest = (words: string): Proposed => {
  const [found] = matchRequest(words, shopActions).nearest
  const bound = found && bindParameters(found, readWords(words))
  return bound && bound.missing.length === 0 && bound.unclear.length === 0 ? { action: found!.name, parameters: bound.parameters } : null
}

const propose = process.argv.includes('--nearest') ? nearest : accounted

const outcomeOf = ({ words, expected }: RequestCase): Outcome => {
  const proposed = propose(words)
  if (proposed === null) return expected ? 'refused' : 'right'
  const { action, parameters } = proposed
  return expected && expected.action === action && canonicalJson(expected.parameters) === canonicalJson(parameters) ? 'right' : 'wrong'
}

/** Wilson's interval, 95 %. */
const interval = (hits: number, of: number): string => {
  const z = 1.96
  const share = hits / of
  const middle = share + (z * z) / (2 * of)
  const half = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of))
  return [middle - half, middle + half].map((it) => ((100 * it) / (1 + (z * z) / of)).toFixed(1)).join('–')
}

const isDev = process.argv.includes('--dev')
const cases = requestCases().filter(({ heldOut }) => heldOut !== isDev)
const results = cases.map((it) => ({ ...it, outcome: outcomeOf(it) }))
const told = (name: string, some: readonly { readonly outcome: Outcome }[]): void => {
  const count = (outcome: Outcome): number => some.filter((it) => it.outcome === outcome).length
  const right = count('right')
  console.log(
    `${name.padEnd(22)} ${String(some.length).padStart(4)}  right ${((100 * right) / some.length).toFixed(1)} % (${interval(right, some.length)})  wrong ${count('wrong')}  refused ${count('refused')}`,
  )
}
for (const [kind, some] of Map.groupBy(results, ({ kind: it }) => it)) told(kind, some)
const orders = results.filter(({ expected }) => expected)
told('all orders', orders)
told(
  'all that is none',
  results.filter(({ expected }) => !expected),
)
if (process.argv.includes('--show')) for (const it of results.filter(({ outcome }) => outcome !== 'right')) console.log(it.outcome, '|', it.words)
