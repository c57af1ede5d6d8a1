import type { Notes } from './notes.ts'
import type { PromptfooTest } from './promptfoo-tests.ts'
import { isFields, textOf, textsOf, type Fields } from './values.ts'

/** Where the question of a test stands: in one of its variables, or in the prompt that they are filled into. */
export type Asked = { readonly variable: string } | { readonly template: string }

// What people call it, the likeliest first.
const usual = ['question', 'query', 'user_query', 'user_question', 'user_input', 'input', 'prompt', 'user_prompt', 'message', 'topic']

/** A name that says that it is the question. */
export const isUsual = (variable: string): boolean => usual.includes(variable)

export const variablesOf = (vars: unknown): Fields => (isFields(vars) ? vars : {})

/** A variable with a usual name, else the only prompt, else the variable that prompts fill in last, else the first. Null: there is nothing to ask. */
export const askedBy = (prompts: unknown, tests: readonly PromptfooTest[]): Asked | null => {
  const given = [...new Set(tests.flatMap(({ fields }) => Object.keys(variablesOf(fields['vars']))))]
  const named = usual.find((name) => given.includes(name))
  if (named !== undefined) return { variable: named }
  const written = [prompts].flat().flatMap((it) => textOf(it) ?? (isFields(it) ? textsOf(it['raw']) : []))
  if (written.length === 1 && !isReference(written[0]!) && !isPath(written[0]!)) return { template: written[0]! }
  const filled = [...written.join('\n').matchAll(placeholder)].map((match) => match[1]!).filter((name) => given.includes(name))
  const variable = filled.at(-1) ?? given[0]
  return variable === undefined ? null : { variable }
}

/** A list of values is one case each, as promptfoo has it. */
export const questionsOf = (variables: Fields, asked: Asked | null, place: string, notes: Notes): string[] => {
  const questions = asked === null ? [] : 'template' in asked ? [asked.template] : textsOf(variables[asked.variable])
  const read = questions.filter((it) => !isReference(it))
  if (questions.length === 0) notes.add('This test asks nothing and is left out: it has no variable that could be the question.', place)
  if (read.length < questions.length) notes.add('A question that stands in a file of its own is left out; put its text in place of it.', place)
  return read.map((it) => filledIn(it, variables))
}

const placeholder = /\{\{\s*(\w+)\s*\}\}/g

/** `{{ name }}` as the test has it; what it does not name stays as it is. */
export const filledIn = (text: string, variables: Fields): string => text.replace(placeholder, (whole, name: string) => textOf(variables[name]) ?? whole)

/** Of a file, a program or an address, not the text itself. */
export const isReference = (text: string): boolean => /^(file|https?|exec|package):\/\/\S+$/i.test(text)

// Prompts may be named without a scheme.
const isPath = (text: string): boolean => /^\S+\.(txt|md|json|ya?ml|c?js|mjs|ts|py)$/i.test(text)
