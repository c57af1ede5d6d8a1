import { wordsOf } from './words.ts'

/** Nobody's business, through us. */
const secret =
  /passw|passphrase|secret|token|hash|salt|\bssn\b|social security|\bpin\b|\bcvv\b|\bcvc\b|card number|api key|session (?:id|key)|credential|\botp\b/
/** Written for colleagues, or about them. */
const internal =
  /\b(internal|note|notes|remark|remarks|risk|credit score|margin|salary|employee|staff|agent|created by|updated by|deleted|supplier|reorder|photo)\b/

/** By the field's name. `isOpen`: the rows belong to nobody, and what the thing costs is what it costs the owner. */
export const guessVisibility = (name: string, isOpen: boolean): 'customer' | 'staff' | 'nobody' => {
  const words = wordsOf(name).join(' ')
  if (secret.test(words)) return 'nobody'
  return internal.test(words) || (isOpen && /\bcost\b/.test(words)) ? 'staff' : 'customer'
}

const personal = /\b(e ?mail|phone|mobile|birth|dob|salary|ssn|first name|last name|full name|surname|hire|hired|address|passport)\b/

/** Whether rows are of people, to judge by what is kept of them. */
export const isOfPeople = (columns: readonly string[]): boolean => columns.some((it) => personal.test(wordsOf(it).join(' ')))
