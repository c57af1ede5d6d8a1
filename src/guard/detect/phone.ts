import { findPhoneNumbersInText, type CountryCode } from 'libphonenumber-js'
import type { Detector, Finding } from '../../domain/guard.ts'
import { withoutOverlap } from '../without-overlap.ts'
import { matching } from './matching.ts'

/**
 * Numbers that a country's plan knows, grouped as people group them; what begins with + and a country; and whatever looks like a number
 * where the words beside it say that it is one. A bare run of digits is as likely a count or a port.
 */
export const phone =
  (countries: readonly CountryCode[] = ['US', 'GB']): Detector =>
  (text) => {
    // The library is slow where there is nothing to find.
    if (!/\d(?:[ ().\-/]{0,3}\d){5}/.test(text)) return []
    const plain = withoutMachines(text)
    const figures = plain.match(/\d(?:[ ().\-/]{0,3}\d){5,}/g) ?? []
    const isPlanned = figures.length > 0 && (plain.includes('+') || figures.some((written) => !/^\d+\.?\d*$/.test(written)))
    return withoutOverlap([
      ...international(text),
      ...called(text),
      ...labelled(text),
      ...(isPlanned ? countries.flatMap((country) => planned(plain, country)) : []),
    ])
  }

/** As long as before, without what machines write in groups of figures: days, times of day, addresses of four octets. Logs are full of them. */
const withoutMachines = (text: string): string => text.replace(machines, (found) => 'x'.repeat(found.length))

const machines = new RegExp(
  [
    // A day, with the time that some databases write behind it: `2005-06-03-15.42.50.675872`.
    String.raw`\b(?:19|20)\d\d([-/.])(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])\b(?:[-_T ]\d\d([.:])\d\d\2\d\d(?:[.,]\d+)?(?![\d.]))?`,
    // `081109 203615` at the start of a line.
    String.raw`^\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]) (?:[01]\d|2[0-3])[0-5]\d[0-5]\d\b`,
    String.raw`\b\d\d:\d\d:\d\d(?:[.,]\d+)?\b`,
    String.raw`(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])(?::\d+)?`,
  ].join('|'),
  'g',
)

const planned = (text: string, country: CountryCode): Finding[] =>
  findPhoneNumbersInText(text, country)
    .filter(({ startsAt, endsAt }) => isGrouped(text.slice(startsAt, endsAt)) && !/[\d.]$/.test(text.slice(0, startsAt)))
    .map(({ startsAt, endsAt }) => ({ kind: 'phone', start: startsAt, end: endsAt }))

// Times as seconds (1605281325.0) and days (2026-11-23, 20180515-15) are grouped too.
const isGrouped = (written: string): boolean =>
  !/^(?:\d{4}-\d\d?-\d\d?\b|\d+\.\d+$|(?:19|20)\d{6}-)/.test(written) && (written.startsWith('+') || /\d[ ().\-/]+\d/.test(written))

const digits = String.raw`\(?\d(?:[ ().\-/]{0,2}\d){5,14}(?:\s?(?:x|ext\.?)\s?\d{1,6})?`
// E.164 ends at 15 digits.
const international = matching('phone', new RegExp(String.raw`(?<![\w+])\+(?=(?:\D{0,3}\d){8})${digits}(?!\d)`, 'u'))
const called = matching(
  'phone',
  new RegExp(
    String.raw`\b(?:(?:tele)?phone|tel|mobile|cell|fax|desk|whatsapp|call (?:me|us|him|her|them)(?: back)? (?:at|on)|reach(?:ed)? (?:me |us |him |her |them )?(?:at|on)|answering at|registered)\b(?: number| no\.?)?(?: is)?[\s:.]{1,4}(?<value>${digits})(?!\d)`,
    'iu',
  ),
)
const labelled = matching('phone', new RegExp(String.raw`(?<![\w.+-])(?<value>${digits})(?=[ \-]{1,3}(?:office|fax|mobile|home|work|cell)\b)`, 'iu'))
