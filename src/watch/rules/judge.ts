/** A sample against a rule. What the rule kept is handed back to it as it was; memory of another rule never comes here. */
import type { Rule } from '../../domain/watch.ts'
import { judgeBurst } from './burst.ts'
import { judgeDeviation } from './deviation.ts'
import { judgeForecast } from './forecast.ts'
import { judgeRate } from './rate.ts'
import { judgeThreshold } from './threshold.ts'
import type { NewSample, Verdict } from './verdict.ts'

export const judge = (rule: Rule, memory: unknown, sample: NewSample): Verdict => {
  switch (rule.kind) {
    case 'threshold':
      return judgeThreshold(rule, sample)
    case 'rate':
      return judgeRate(rule, memory as Parameters<typeof judgeRate>[1], sample)
    case 'deviation':
      return judgeDeviation(rule, memory as Parameters<typeof judgeDeviation>[1], sample)
    case 'forecast':
      return judgeForecast(rule, memory as Parameters<typeof judgeForecast>[1], sample)
    case 'burst':
      return judgeBurst(rule, memory as Parameters<typeof judgeBurst>[1], sample)
    case 'absent':
      return { memory: null, wrong: null }
  }
}
