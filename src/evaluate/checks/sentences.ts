import { notAsked, shareOf, shown, type Check } from './check.ts'

/** Share of the sentences that were written, also of those left out, that rest on what they cite. */
export const supportedShare: Check = ({ answer }) => {
  if (answer.abstained) return notAsked
  const { score } = shareOf(answer.verdicts, ({ verdict }) => (verdict === 'supported' ? null : 'not'))
  const unheld = answer.verdicts.filter(({ verdict, text }) => verdict === 'unsupported' && answer.text.includes(text))
  return { score, faults: unheld.map(({ text }) => `It shows a sentence that nothing supports: ${shown(text)}.`) }
}
