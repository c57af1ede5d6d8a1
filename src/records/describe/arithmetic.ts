/** `line.unit_price * line.quantity * (1 - line.discount)` as a tree: fields, numbers, + - * / and parentheses, and nothing else. */
import { AppError } from '../../base/error.ts'
import type { Arithmetic } from '../../domain/record-description.ts'
import { namePattern } from './names.ts'

/** Deep enough for any price; keeps what is compiled from it small. */
const mostTerms = 30

export interface ReadArithmetic {
  readonly of: Arithmetic
  /** Entities that stand before a dot, each once; none where all fields stand alone. */
  readonly entities: readonly string[]
  readonly fields: readonly string[]
}

/** Fails with `invalid` and a sentence that fits behind the name of what was read: `must be …`. */
export const readArithmetic = (text: string): ReadArithmetic => {
  const tokens = tokensOf(text)
  if (tokens.filter((it) => it.kind !== 'sign').length > mostTerms) throw fault(`has more than ${mostTerms} terms`)
  const entities = new Set<string>()
  const fields = new Set<string>()
  let at = 0

  const isNext = (signs: string): boolean => tokens[at]?.kind === 'sign' && signs.includes(tokens[at]!.text)
  const chain = (signs: string, inner: () => Arithmetic): Arithmetic => {
    let left = inner()
    while (isNext(signs)) {
      const operator = tokens[at++]!.text as '+' | '-' | '*' | '/'
      left = { kind: 'calculation', operator, left, right: inner() }
    }
    return left
  }
  const sum = (): Arithmetic => chain('+-', product)
  const product = (): Arithmetic => chain('*/', term)
  const term = (): Arithmetic => {
    const token = tokens[at++]
    if (token?.kind === 'number') return { kind: 'number', value: token.text }
    if (token?.kind === 'field') {
      const [field, entity] = token.text.split('.').reverse() as [string, string?]
      if (entity !== undefined) entities.add(entity)
      fields.add(field)
      return { kind: 'field', field }
    }
    if (token?.text !== '(') throw fault(`breaks off ${token ? `at "${token.text}"` : 'at its end'}: write fields, numbers, + - * / and parentheses`)
    const inner = sum()
    if (tokens[at++]?.text !== ')') throw fault('has a parenthesis that is not closed')
    return inner
  }

  const of = sum()
  if (at < tokens.length) throw fault(`has "${tokens[at]!.text}" where + - * or / was expected`)
  return { of, entities: [...entities], fields: [...fields] }
}

interface Token {
  readonly kind: 'number' | 'field' | 'sign'
  readonly text: string
}

const token = new RegExp(String.raw`\s*(?:(?<number>\d{1,15}(?:\.\d{1,10})?)|(?<field>${namePattern}(?:\.${namePattern})?)|(?<sign>[-+*/()]))\s*`, 'uy')

const tokensOf = (text: string): Token[] => {
  const tokens: Token[] = []
  token.lastIndex = 0
  while (token.lastIndex < text.length) {
    const from = token.lastIndex
    const match = token.exec(text)
    if (!match) throw fault(`has "${text.slice(from).trim().slice(0, 20)}", which is no field, number or one of + - * / ( )`)
    const [kind, found] = Object.entries(match.groups!).find(([, it]) => it !== undefined)!
    tokens.push({ kind: kind as Token['kind'], text: found! })
  }
  return tokens
}

const fault = (sentence: string): AppError => new AppError('invalid', sentence)
