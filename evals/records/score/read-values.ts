/** What stands in a text: numbers as they were meant, and dates in the ways that people write them. Written for the evaluation alone. */

const words = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']
const months = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december']

/** Each run of digits with its decimals, commas between thousands left out: `$1,863.40` is 1863.4. */
export const numbersIn = (text: string): readonly number[] =>
  [...text.matchAll(/\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?/g)].map(([number]) => Number(number.replaceAll(',', '')))

/** As numbersIn, and small numbers written as words. */
export const saysNumber = (text: string, number: number): boolean =>
  numbersIn(text).includes(number) || (words[number] !== undefined && new RegExp(`\\b${words[number]}\\b`, 'i').test(text))

/** To the cent. */
export const saysMoney = (text: string, amount: number): boolean => numbersIn(text).some((number) => Math.abs(number - amount) < 0.0051)

/** `1996-07-16`, `July 16, 1996`, `Jul 16 1996`, `16 July 1996`, `7/16/1996`. */
export const saysDate = (text: string, date: string): boolean => {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  const name = `${months[month - 1]!.slice(0, 3)}\\w*\\.?`
  const ways = [date, `${name} ${day}(?:st|nd|rd|th)?,? ${year}`, `${day}(?:st|nd|rd|th)?\\.? (?:of )?${name},? ${year}`, `0?${month}/0?${day}/${year}`]
  return ways.some((way) => new RegExp(`(?<!\\d)${way}(?!\\d)`, 'i').test(text))
}

/** Case, typographic marks and spaces do not count. */
export const plain = (text: string): string => text.toLowerCase().replaceAll(/[‘’]/g, "'").replaceAll(/\s+/g, ' ')
