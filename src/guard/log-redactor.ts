import type { Detector, Redact } from '../domain/guard.ts'
import { matching } from './detect/matching.ts'
import { isPlaceholder } from './detect/placeholder.ts'
import { finder, mask } from './redact.ts'
import { united } from './without-overlap.ts'

// In a log `password=…` is a value and no lesson about one, so it need not look like a secret; words that tell of its state stay readable.
const assigned: Detector = matching(
  'credential',
  /\b[\w-]{0,40}(?:password|passwd|pwd|passphrase|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|client[-_]?secret|authorization)(?:=|"\s?:\s?)["']?(?<value>[^\s"'&,;<>()[\]{}|]{4,256})/iu,
  (value) => !isPlaceholder(value) && !states.test(value),
)

// What stands within quotes is a value to its end, spaces and marks with it.
const quoted: Detector = matching(
  'credential',
  /\b[\w-]{0,40}(?:password|passwd|pwd|passphrase|pass[-_]phrase|secret|token|api[-_]?key|access[-_]?key|private[-_]?key)["']?\s{0,2}[=:]\s{0,2}(?<mark>["'])(?<value>[^"'\n]{4,256})\k<mark>/iu,
  (value) => !isPlaceholder(value) && !states.test(value),
)

// A password ends where the word does; only what a sentence sets behind it stays.
const password: Detector = matching(
  'credential',
  /\b[\w-]{0,40}(?:password|passwd|passphrase)=(?<value>[^\s"']{3,255}[^\s"',;.)\]}])/iu,
  (value) => !isPlaceholder(value) && !states.test(value),
)

const cookies: Detector = matching(
  'credential',
  /\b(?:set-)?cookie["']?\s{0,2}[:=]\s{0,2}["']?(?<value>[\w.$%-]{1,80}=[^\s"',;]{4,2000}(?:; ?[\w.$%-]{1,80}(?:=[^\s"',;]{0,2000})?){0,40})/iu,
)

const session: Detector = matching(
  'credential',
  /\b[\w-]{0,20}(?:sess|session|sessid|sessionid|session[-_]id|sid|csrf)["']?[=:]\s?["']?(?<value>[\w%.+/=-]{16,512})/iu,
  (value) => /\d/.test(value) && /[a-z]/i.test(value) && !/^\d{4}-\d\d-\d\d/.test(value),
)

const states =
  /^(?:null|none|true|false|undefined|empty|missing|invalid|expired|required|incorrect|wrong|failed|accepted|rejected|refused|changed|reset|unknown|bearer|basic|\*+|x+)$/i

/** For what is kept of logs: all that is masked elsewhere, and whatever a program has written behind the name of a secret. */
export const logRedactor = (): Redact => {
  const find = finder()
  return (text) => mask(text, united([...find(text), ...[assigned, quoted, password, cookies, session].flatMap((detect) => detect(text))]))
}
