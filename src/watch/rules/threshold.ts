import type { Rule } from '../../domain/watch.ts'
import { amount } from '../say.ts'
import type { NewSample, Verdict } from './verdict.ts'

type Threshold = Extract<Rule, { kind: 'threshold' }>

export const judgeThreshold = (rule: Threshold, { name, value }: NewSample): Verdict<null> => ({ memory: null, wrong: whatIsWrong(rule, name, value) })

const whatIsWrong = ({ above, below, equals, notEquals }: Threshold, name: string, value: NewSample['value']): string | null => {
  const is = `is ${amount(name, value)}`
  if (above !== undefined && typeof value === 'number' && value > above) return `${is}, above ${amount(name, above)}`
  if (below !== undefined && typeof value === 'number' && value < below) return `${is}, below ${amount(name, below)}`
  if (equals !== undefined && value === equals) return is
  if (notEquals !== undefined && value !== notEquals) return `${is}, not ${amount(name, notEquals)}`
  return null
}
