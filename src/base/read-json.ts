/** What a model wrote as JSON: the value, or what is wrong with the text, in words. */
export type ReadJson = { readonly value: unknown; readonly fault: null } | { readonly value: null; readonly fault: string }

// Deeper or longer than any object that a person asks for; recursion over it would end the process.
const mostDepth = 64
const mostLeaves = 1_000

/** The whole text, else what stands in a fence, else what stands between the first and the last brace: prose around the object is forgiven. */
export const readJson = (text: string): ReadJson => {
  const fenced = /```(?:json)?\s*\n(?<inner>[\s\S]*?)\n\s*```/i.exec(text)?.groups?.inner
  const braced = text.includes('{') ? text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1) : undefined
  let fault = 'there is no JSON in it'
  for (const candidate of [text, fenced, braced]) {
    if (!candidate || !/[{[]/.test(candidate)) continue
    if (depthOf(candidate) > mostDepth) return { value: null, fault: `it is nested deeper than ${mostDepth} levels` }
    try {
      const value = JSON.parse(candidate) as unknown
      return faulty(value) ?? { value, fault: null }
    } catch (error) {
      fault = `it is not valid JSON: ${(error as Error).message.slice(0, 120)}`
    }
  }
  return { value: null, fault }
}

const depthOf = (text: string): number => {
  let [depth, deepest, inString] = [0, 0, false]
  for (let at = 0; at < text.length; at++) {
    const one = text[at]
    if (inString) {
      if (one === '\\') at++
      else if (one === '"') inString = false
    } else if (one === '"') inString = true
    else if (one === '{' || one === '[') deepest = Math.max(deepest, ++depth)
    else if (one === '}' || one === ']') depth--
  }
  return deepest
}

const faulty = (value: unknown): ReadJson | null => {
  let leaves = 0
  const look = (one: unknown): string | null => {
    if (typeof one !== 'object' || one === null) {
      if (++leaves > mostLeaves) return `it has more than ${mostLeaves} values`
      // 1e999 parses, and cannot be written again.
      return typeof one === 'number' && !Number.isFinite(one) ? 'a number in it is too large' : null
    }
    for (const part of Object.values(one)) {
      const fault = look(part)
      if (fault) return fault
    }
    return null
  }
  const fault = look(value)
  return fault === null ? null : { value: null, fault }
}
