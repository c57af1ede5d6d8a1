import { AppError } from '../../base/error.ts'
import { sha256 } from '../../base/id.ts'
import type { Rubric } from '../../domain/judgement.ts'

/**
 * Reads a rubric file: lines `kind:`, `needs:` and `question:`, then what stands under `# System` and `# User`. `name` is the file's name without
 * `.md`; the user's own words show in their version as a hash. Fails with `invalid` and a sentence.
 */
export const parseRubric = (text: string, name: string, isOwn: boolean): Rubric => {
  const match = /^(?<front>[\s\S]*?)^#\s*System\s*\n(?<system>[\s\S]*?)\n#\s*User\s*\n(?<user>[\s\S]*)$/m.exec(text.replaceAll('\r\n', '\n'))
  if (!match) throw faulty(name, 'needs the headings "# System" and "# User"')
  const { front = '', system = '', user = '' } = match.groups!
  const fields = new Map([...front.matchAll(/^(\w+):\s*(.*)$/gm)].map(([, field, value]) => [field!, value!.trim()]))
  const kind = fields.get('kind') ?? ''
  const needs = (fields.get('needs') ?? '').split(/[\s,]+/).filter(Boolean)
  const question = fields.get('question') ?? ''

  if (!isKind(kind) || !needs.every(isNeed) || question === '')
    throw faulty(name, 'needs the lines "kind: single" or "kind: pair", "question: …", and may have "needs: reference, evidence"')
  const places = [...shown[kind], ...needs].map((place) => `{{${place}}}`)
  const missing = places.filter((place) => !user.includes(place))
  if (missing.length > 0) throw faulty(name, `needs under "# User" the places ${places.join(', ')}`)

  const hash = sha256(text)
  return { version: isOwn ? `${name}+${hash.slice(0, 8)}` : name, hash, question, kind, needs, system: system.trim(), user: user.trim() }
}

const shown = { single: ['question', 'answer'], pair: ['question', 'first', 'second'] } as const

const isKind = (word: string): word is Rubric['kind'] => Object.hasOwn(shown, word)
const isNeed = (word: string): word is Rubric['needs'][number] => word === 'reference' || word === 'evidence'

const faulty = (name: string, what: string): AppError => new AppError('invalid', `The rubric ${name} ${what}. Compare it with rubrics/correct.v1.md.`)
