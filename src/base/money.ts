/** US dollars without floating point: integers of 1e-12 dollars inside, decimals ("0.000123") outside. */

/** An amount as people write it: at most nine digits before the point, no finer than 1e-12 dollars. */
export const moneyForm = /^\d{1,9}(\.\d{1,12})?$/

const digits = 12
const one = 10n ** BigInt(digits)

/** Of a decimal, or of a number as JavaScript writes it; what is finer than 1e-12 dollars counts as one more. Throws for anything else. */
export const toPico = (money: string | number): bigint => {
  const found = /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/i.exec(String(money))
  if (!found) throw new RangeError(`"${money}" is no amount of money.`)
  const [, whole = '0', fraction = '', exponent = '0'] = found
  const scale = digits + Number(exponent) - fraction.length
  const amount = BigInt(whole + fraction)
  if (scale >= 0) return amount * 10n ** BigInt(scale)
  const unit = 10n ** BigInt(-scale)
  return (amount + unit - 1n) / unit
}

/** The shortest decimal, without zeros at its end. */
export const fromPico = (amount: bigint): string => {
  const size = amount < 0n ? -amount : amount
  const fraction = (size % one).toString().padStart(digits, '0').replace(/0+$/, '')
  return `${amount < 0n ? '-' : ''}${size / one}${fraction && `.${fraction}`}`
}

/** Exact; null as soon as one is unknown. Numbers are taken for the decimals that they stand for. */
export const sumUsd = (amounts: readonly (number | null)[]): number | null => {
  let sum = 0n
  for (const amount of amounts) {
    if (amount === null) return null
    sum += toPico(Number(amount.toFixed(digits)))
  }
  return Number(fromPico(sum))
}
