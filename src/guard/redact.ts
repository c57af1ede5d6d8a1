import type { Detector, Finding, Redact, Redacted } from '../domain/guard.ts'
import { card } from './detect/card.ts'
import { connectionString } from './detect/connection-string.ts'
import { credential } from './detect/credential.ts'
import { email } from './detect/email.ts'
import { iban } from './detect/iban.ts'
import { ipAddress } from './detect/ip-address.ts'
import { nationalId } from './detect/national-id.ts'
import { phone } from './detect/phone.ts'
import { privateKey } from './detect/private-key.ts'
import { providerKey } from './detect/provider-key.ts'
import { plainForm } from './plain-form.ts'
import { united, withoutOverlap } from './without-overlap.ts'

// Of two that overlap the first of the list stands: a checksum says more than a form, and a form more than a name before it.
const secretDetectors: readonly Detector[] = [privateKey, providerKey, connectionString, credential]
const personalDetectors: readonly Detector[] = [iban, card, email, nationalId, ipAddress, phone()]

export interface Sought {
  readonly secrets?: boolean
  readonly personal?: boolean
}

/** All that is sought in a text, as it is written and as it is read once it is shown; in order, without overlap. */
export const finder = ({ secrets = true, personal = true }: Sought = {}): Detector => {
  const detectors = [...(secrets ? secretDetectors : []), ...(personal ? personalDetectors : [])]
  const find = (text: string): Finding[] => withoutOverlap(detectors.flatMap((detect) => detect(text)))
  return (text) => {
    const plain = plainForm(text)
    return plain ? united([...find(plain.text).map(plain.written), ...find(text)]) : find(text)
  }
}

/** For what is written down: logs, traces, the journal. Text that holds nothing is returned as it is. */
export const redactor = (sought: Sought = {}): Redact => {
  const find = finder(sought)
  return (text) => mask(text, find(text))
}

/** For what is shown with offsets: as long as before, `‹email›••••`, line ends kept. */
export const maskedEqually = (text: string, findings: readonly Finding[]): string => {
  let masked = ''
  let at = 0
  for (const { kind, start, end } of findings) {
    const length = end - start
    const label = length >= kind.length + 2 ? `‹${kind}›` : ''
    masked += text.slice(at, start) + label + text.slice(start + label.length, end).replace(/[^\n]/g, '•')
    at = end
  }
  return masked + text.slice(at)
}

/** Each finding as a mark of its kind. They stand in order, without overlap. */
export const mask = (text: string, findings: readonly Finding[]): Redacted => {
  let masked = ''
  let at = 0
  for (const { kind, start, end } of findings) {
    masked += `${text.slice(at, start)}[${kind}]`
    at = end
  }
  return { text: masked + text.slice(at), findings }
}
