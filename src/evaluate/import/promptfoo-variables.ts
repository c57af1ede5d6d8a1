import type { Notes } from './notes.ts'
import type { PromptfooTest } from './promptfoo-tests.ts'
import { isFields, textOf, textsOf, type Fields } from './values.ts'

// What people call it, the likeliest first.
const usual = ['question', 'query', 'user_query', 'user_question', 'user_input', 'input', 'prompt', 'user_prompt', 'message', 'text', 'topic']

export const variablesOf = (vars: unknown): Fields => (isFields(vars) ? vars : {})

/** Which variable is the question: by its name, else the one that the prompts fill in, else the only one there is. */
export const questionName = (prompts: unknown, tests: readonly PromptfooTest[]): string | null => {
  const given = [...new Set(tests.flatMap(({ fields }) => Object.keys(variablesOf(fields['vars']))))]
  const written = [prompts]
    .flat()
    .flatMap((it) => textOf(it) ?? (isFields(it) ? textsOf(it['raw']) : []))
    .join('\n')
  const filled = [...written.matchAll(/\{\{\s*([\w.]+)[^}]*\}\}/g)].map((match) => match[1]!).filter((name) => given.includes(name))
  return usual.find((name) => given.includes(name)) ?? filled.at(-1) ?? given[0] ?? null
}

/** A list of questions is one case each, as promptfoo has it. */
export const questionsOf = (variables: Fields, asked: string | null, place: string, notes: Notes): string[] => {
  const questions = asked === null ? [] : textsOf(variables[asked])
  const read = questions.filter((it) => !it.startsWith('file://'))
  if (questions.length === 0) notes.add('This test asks nothing and is left out: it has no variable that could be the question.', place)
  if (read.length < questions.length) notes.add('A question that stands in a file of its own is left out; put its text in place of it.', place)
  return read.map((it) => filledIn(it, variables))
}

/** `{{ name }}` as the test has it; what it does not name stays as it is. */
export const filledIn = (text: string, variables: Fields): string =>
  text.replace(/\{\{\s*([\w]+)\s*\}\}/g, (whole, name: string) => textOf(variables[name]) ?? whole)
