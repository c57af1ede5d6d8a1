import { matching } from './matching.ts'

/** Public addresses. Those of RFC 1918, loopback, link-local, documentation (RFC 5737, 3849) and masks tell machines apart, not people. */
export const ipAddress = matching(
  'ip_address',
  /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?!\w|[\w.]*\.\d|\/\d)|(?<![\w.:])(?:[\da-f]{1,4}:){3,7}(?::?[\da-f]{1,4}){1,4}(?![\w:])/iu,
  (value) => (value.includes(':') ? !/^(?:::1|fe[89ab]|f[cd]|2001:0?db8|ff)/i.test(value) && isIpv6(value) : isPublicIpv4(value.split('.').map(Number))),
)

const isPublicIpv4 = ([a = 0, b = 0, c = 0, d = 0]: readonly number[]): boolean =>
  [a, b, c, d].every((octet) => octet <= 255) &&
  a > 0 &&
  a < 224 &&
  a !== 10 &&
  a !== 127 &&
  !(a === 172 && b >= 16 && b <= 31) &&
  !(a === 192 && b === 168) &&
  !(a === 169 && b === 254) &&
  !(a === 100 && b >= 64 && b < 128) &&
  !(a === 192 && b === 0 && c === 2) &&
  !(a === 198 && b === 51 && c === 100) &&
  !(a === 203 && b === 0 && c === 113) &&
  !(a === 198 && (b === 18 || b === 19))

const isIpv6 = (value: string): boolean => {
  const groups = value.split(':')
  const isShortened = value.includes('::')
  // A time of day (12:30:45:00) has no letter and no group of four.
  return (isShortened || groups.length === 8) && /[a-f]|\d{4}/i.test(value) && value.indexOf('::') === value.lastIndexOf('::')
}
