import { matching } from './matching.ts'

/** Payment cards: 12 to 19 digits of an issuer's range, in one run or in the groups that cards are printed in, with the check digit of ISO/IEC 7812 (Luhn). */
export const card = matching(
  'card',
  /(?<![\p{L}\p{N}.:/-])(?:\d{12,19}|\d{4}(?:[ -]\d{4}){2,3}(?:[ -]\d{1,3})?|\d{4}[ -]\d{6}[ -]\d{4,5})(?![\p{L}\p{N}]|[.:]\d)/u,
  (value) => {
    const digits = value.replace(/\D/g, '')
    return issuers.test(digits) && passesLuhn(digits) && !/^(\d)\1+$/.test(digits)
  },
)

// Visa, Mastercard, American Express, Diners, Discover, JCB, Maestro, UnionPay, and the 15 digits of the old JCB.
const issuers =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|6(?:011|5\d\d|4[4-9]\d)\d{12}|35\d{14}|(?:5018|5020|5038|5[6-9]\d\d|6304|6759|676[1-3]|0604)\d{8,15}|62\d{14,17}|(?:1800|2131)\d{11})$/

const passesLuhn = (digits: string): boolean => {
  let sum = 0
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place]) * (place % 2 === 0 ? 1 : 2)
    sum += digit > 9 ? digit - 9 : digit
  }
  return sum % 10 === 0
}
