/** Text in the pieces of OpenAI's models; the tables come with gpt-tokenizer, no network. */
import type { TokenCut, TokenPiece } from '../../domain/tokens.ts'
import { byteText } from './byte-text.ts'

const encodings = {
  o200k_base: [() => import('gpt-tokenizer/encoding/o200k_base'), () => import('gpt-tokenizer/bpeRanks/o200k_base')],
  o200k_harmony: [() => import('gpt-tokenizer/encoding/o200k_harmony'), () => import('gpt-tokenizer/bpeRanks/o200k_base')],
  cl100k_base: [() => import('gpt-tokenizer/encoding/cl100k_base'), () => import('gpt-tokenizer/bpeRanks/cl100k_base')],
} as const

// Without the empty set a text that holds "<|endoftext|>" would throw.
const asPlainText = { disallowedSpecial: new Set<string>() }

export type GptEncoding = keyof typeof encodings

/** Names that stand for an encoding itself. */
export const gptEncodings = Object.keys(encodings)

export const newestEncoding: GptEncoding = 'o200k_base'

export const isGptEncoding = (name: string): name is GptEncoding => Object.hasOwn(encodings, name)

/** Null when it is not a model of OpenAI that is known here. A name with a date is known by the name without it. */
export const encodingOf = async (model: string): Promise<GptEncoding | null> => {
  const [{ modelToEncodingMap }, models] = await Promise.all([import('gpt-tokenizer/mapping'), import('gpt-tokenizer/models')])
  const older: Readonly<Record<string, string>> = modelToEncodingMap
  const name = [model, model.replace(/-\d{4}-\d{2}-\d{2}$/, '')].find((it) => Object.hasOwn(older, it) || Object.hasOwn(models, it))
  if (name === undefined) return null
  // Models that have no encoding of their own in the table have the newest.
  const encoding = Object.hasOwn(older, name) ? older[name]! : newestEncoding
  return isGptEncoding(encoding) ? encoding : null
}

/** Tokens of a text as a model of OpenAI counts them; as the newest do for one that is not known. */
export const countAs = async (model: string, text: string): Promise<number> => {
  const { countTokens } = await encodings[(await encodingOf(model)) ?? newestEncoding][0]()
  return countTokens(text, asPlainText)
}

export const cutGpt = async (text: string, encoding: GptEncoding): Promise<Pick<TokenCut, 'tokenizer' | 'pieces'>> => {
  const [loadEncoding, loadRanks] = encodings[encoding]
  const [{ encode }, { default: ranks }] = await Promise.all([loadEncoding(), loadRanks()])
  const ids = encode(text, asPlainText)
  return { tokenizer: encoding, pieces: ids.map((id) => pieceOf(id, ranks[id])) }
}

/** A piece may be part of a character; then its bytes are shown. */
const pieceOf = (id: number, piece: string | readonly number[] | undefined): TokenPiece => ({
  id,
  text: typeof piece === 'string' ? piece : byteText(piece ?? []),
})
