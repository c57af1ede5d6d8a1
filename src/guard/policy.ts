import type { Passage } from '../domain/document.ts'
import { personalKinds, type Detector, type Finding, type PersonalPolicy } from '../domain/guard.ts'
import { finder, maskedEqually } from './redact.ts'

/** What may be shown: the same rules for answers, quotes and passages. */
export interface ShownWords {
  /** As long as before, so that offsets stay; the same string where nothing is hidden. */
  masked(text: string): string
  maskedPassages(passages: readonly Passage[]): readonly Passage[]
  /** What `masked` hides; and what of it is a secret. */
  readonly find: Detector
  readonly findSecrets: Detector
  /** What is hidden in a passage's text; sought once. */
  hiddenIn(passage: Passage): readonly Finding[]
  /** Whether there are answers that may not be given at all; and, of the words of one, whether it is such. */
  readonly refuses: boolean
  isRefused(text: string): boolean
}

export interface Policy {
  readonly personal: PersonalPolicy
  readonly maskSecrets: boolean
}

export const shownWords = ({ personal, maskSecrets }: Policy): ShownWords => {
  const find = finder({ secrets: maskSecrets, personal: personal !== 'allow' })
  const mask = (text: string, findings: readonly Finding[]): string => (findings.length === 0 ? text : maskedEqually(text, findings))
  const masked = (text: string): string => mask(text, find(text))
  const known = new WeakMap<Passage, readonly Finding[]>()
  const hiddenIn = (passage: Passage): readonly Finding[] => {
    const findings = known.get(passage) ?? find(passage.text)
    known.set(passage, findings)
    return findings
  }
  return {
    masked,
    find,
    findSecrets: finder({ secrets: maskSecrets, personal: false }),
    hiddenIn,
    maskedPassages: (passages) => passages.map((passage) => maskedPassage(passage, mask(passage.text, hiddenIn(passage)), masked)),
    refuses: personal === 'refuse',
    isRefused: (text) => personal === 'refuse' && find(text).some(isPersonal),
  }
}

const maskedPassage = (passage: Passage, text: string, masked: (text: string) => string): Passage => {
  const [title, heading] = [masked(passage.title), masked(passage.heading)]
  if (text === passage.text && title === passage.title && heading === passage.heading) return passage
  return { ...passage, text, title, heading, redacted: true }
}

const isPersonal = ({ kind }: Finding): boolean => (personalKinds as readonly string[]).includes(kind)
