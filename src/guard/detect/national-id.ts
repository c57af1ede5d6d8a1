import type { Detector } from '../../domain/guard.ts'
import { matching } from './matching.ts'

// United States: areas 000, 666 and 900-999, group 00 and serial 0000 were never issued; without dashes only where the words before say what it is.
const socialSecurity = matching(
  'national_id',
  /(?<![\w-])(?:(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}|(?<=(?:\bssn|social security)\D{0,24})(?!000|666|9\d\d)\d{3}[ -]?(?!00)\d{2}[ -]?(?!0000)\d{4})(?![\w-])/iu,
)

// Spain: DNI and NIE end in a letter that the number decides.
const spanish = matching('national_id', /(?<![\w-])(?:\d{8}|[XYZ]\d{7})-?[A-Z](?![\w-])/u, (value) => {
  const number = Number(value.replace(/^[XYZ]/, (sign) => String('XYZ'.indexOf(sign))).replace(/-?[A-Z]$/, ''))
  return 'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23] === value.at(-1)
})

// Driving licences have as many forms as states: only where the words before say what it is.
const drivingLicence = matching(
  'national_id',
  /\b(?:driver'?s?|driving)\s+licen[cs]e\b[^\n.\d]{0,24}?(?<value>(?=[A-Z\d-]*\d{4})[A-Z]?\d[\d-]{5,15})(?![\w-])/iu,
)

export const nationalId: Detector = (text) => [...socialSecurity(text), ...spanish(text), ...drivingLicence(text)]
