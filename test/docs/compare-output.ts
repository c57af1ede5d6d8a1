/**
 * Whether a program printed what the handbook shows. `…` stands for anything. Text: the lines shown, in order, others may stand between.
 * JSON: every field shown is there with the same words; numbers only by kind, because times and counts differ; arrays begin with what is shown.
 */
export const differenceOf = (shown: { readonly language: string; readonly text: string }, printed: string): string | null =>
  shown.language === 'json' ? differenceOfJson(shown.text, printed) : differenceOfText(shown.text, printed)

const differenceOfText = (shown: string, printed: string): string | null => {
  const lines = printed.split('\n')
  let at = 0
  for (const wanted of shown.split('\n').filter((line) => line.trim() !== '' && line.trim() !== '…')) {
    const pattern = new RegExp(`^\\s*${wanted.trim().split('…').map(escape).join('.*')}\\s*$`)
    const found = lines.findIndex((line, index) => index >= at && pattern.test(line))
    if (found < 0) return `the line "${wanted.trim()}" was not printed`
    at = found + 1
  }
  return null
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+')

const differenceOfJson = (shown: string, printed: string): string | null => {
  try {
    return differs(JSON.parse(shown), JSON.parse(printed), '')
  } catch (error) {
    return `not JSON: ${(error as Error).message}`
  }
}

const differs = (shown: unknown, printed: unknown, path: string): string | null => {
  const here = path || '(root)'
  if (typeof shown === 'string') {
    if (typeof printed !== 'string') return `${here} is no text`
    const pattern = new RegExp(`^${shown.split('…').map(escape).join('[\\s\\S]*')}$`)
    return pattern.test(printed) ? null : `${here} is ${JSON.stringify(printed)}`
  }
  if (Array.isArray(shown)) {
    if (!Array.isArray(printed)) return `${here} is no list`
    return firstOf(shown.map((item, index) => differs(item, printed[index], `${path}/${index}`)))
  }
  if (shown !== null && typeof shown === 'object') {
    if (printed === null || typeof printed !== 'object') return `${here} is no object`
    return firstOf(Object.entries(shown).map(([key, value]) => differs(value, (printed as Record<string, unknown>)[key], `${path}/${key}`)))
  }
  if (typeof shown === 'number') return typeof printed === 'number' ? null : `${here} is no number`
  return shown === printed ? null : `${here} is ${JSON.stringify(printed)}`
}

const firstOf = (all: readonly (string | null)[]): string | null => all.find((it) => it !== null) ?? null
