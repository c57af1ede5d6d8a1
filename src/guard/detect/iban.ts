import { matching } from './matching.ts'

/** Account numbers of ISO 13616: country, check digits, and 97 divides what they stand for; with or without the usual spaces. */
export const iban = matching(
  'iban',
  /(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?:[A-Z0-9]{11,30}|(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,3})?)(?![\p{L}\p{N}])/iu,
  (value) => {
    const account = value.replaceAll(' ', '').toUpperCase()
    return account.length >= 15 && account.length <= 34 && remainderOf97(account.slice(4) + account.slice(0, 4)) === 1
  },
)

const remainderOf97 = (account: string): number => {
  let remainder = 0
  for (const sign of account) remainder = Number(`${remainder}${Number.parseInt(sign, 36)}`) % 97
  return remainder
}
