import { readFile } from 'node:fs/promises'
import { Tokenizer } from '@huggingface/tokenizers'
import type { TokenPiece } from '../../domain/tokens.ts'

/** Text in the pieces of a `tokenizer.json`, without the special tokens that go around it. `##` continues a word. */
export const cutHuggingFace = async (text: string, tokenizerPath: string): Promise<readonly TokenPiece[]> => {
  const tokenizer = new Tokenizer(JSON.parse(await readFile(tokenizerPath, 'utf8')) as object, {})
  const { ids, tokens }: { ids: number[]; tokens: string[] } = tokenizer.encode(text, { add_special_tokens: false })
  return ids.map((id, index) => ({ id, text: tokens[index]! }))
}
