import type { Message } from '../../domain/model.ts'
import { plainView } from '../../base/plain-view.ts'
import { isRefusal } from '../abstain.ts'
import { condenseByWords } from './condense-words.ts'
import { factsOf } from '../reading/facts.ts'
import { isNamed } from '../reading/identifiers.ts'
import { isStated } from '../reading/numbers.ts'
import { tokensOf } from '../reading/tokens.ts'

const longest = 1000

/**
 * Why a model's standalone question is not to be trusted, in words; null when it is. It may bring words of the conversation into the
 * question, but neither drop what was asked nor bring in a number, a name or an identifier that nobody has mentioned.
 */
export const faultOfStandalone = (standing: string, question: string, history: readonly Message[]): string | null => {
  if (standing === '') return 'it is empty'
  if (/[\n\r]/.test(standing)) return 'it has more than one line'
  if (standing.length > longest) return `it is longer than ${longest} characters`
  if (isRefusal(standing) && !/[?？]$/.test(standing)) return 'it refuses instead of asking'
  const said = [question, ...history.map(({ content }) => content)].join('\n')
  const claim = factsOf(plainView(standing).text, standing, 'en')
  const known = factsOf(plainView(said).text, said, 'en')
  const stems = new Set(known.tokens.map(({ stem }) => stem))
  const invented =
    claim.quantities.find((one) => !isStated(one, known.offered))?.text ??
    claim.identifiers.find((one) => !isNamed(one, said))?.text ??
    claim.names.find(({ stem }) => !stems.has(stem))?.raw
  if (invented !== undefined) return `nobody has mentioned "${invented}"`
  const words = contentStems(standing)
  if (words.filter((stem) => !stems.has(stem)).length * 3 > words.length) return 'too many of its words are new'
  const asked = contentStems(question)
  if (asked.filter((stem) => words.includes(stem)).length * 2 <= asked.length && asked.length > 0) return 'it asks something else'
  if (/[?？]\s*$/.test(question) && !/[?？]$/.test(standing)) return 'it is no question'
  if (condenseByWords(standing, history) !== standing) return 'it still points back'
  return null
}

const contentStems = (text: string): string[] => [...new Set(tokensOf(text).flatMap(({ stem, content }) => (content ? [stem] : [])))]
