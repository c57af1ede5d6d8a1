import type { JudgeCertificate } from '../../domain/judgement.ts'

/**
 * Labelled items with a verdict that a certificate needs before a gate leans on it: of 20, an agreement of 80 % may be 58 % or 92 % (Wilson),
 * and with fewer no usual judge can be told from a coin.
 */
export const leastLabelled = 20

/** Why a gate cannot lean on a judge's word, as a sentence; null when it can. That its agreement is high enough is for the suite to say. */
export const distrust = ({ judge, rubric }: { judge: string; rubric: string }, certificate: JudgeCertificate | null): string | null => {
  if (certificate === null)
    return `${judge} was never measured as a judge by ${rubric}, so its word opens no gate. Run "answerable eval judge" on labelled answers.`
  const { items, failed, kappa, dataset } = certificate
  const named = `${judge} as a judge by ${rubric}`
  const had = items - failed
  if (had < leastLabelled) {
    return `${named} gave a verdict on only ${had} labelled ${had === 1 ? 'item' : 'items'} of ${dataset}: too few to trust its word. Measure it on ${leastLabelled} or more, better 100.`
  }
  if (kappa === null) {
    return `${named} has no kappa on ${dataset}, where one label is all that was given: nothing shows that it can tell a pass from a fail. Label answers of both kinds.`
  }
  if (kappa.low > 0) return null
  return `${named} is not shown to agree with people more than chance would on ${dataset} (kappa ${kappa.value.toFixed(2)}, ${kappa.low.toFixed(2)} … ${kappa.high.toFixed(2)}). Label more answers, or take another judge.`
}
