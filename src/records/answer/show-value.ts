/** Stored values in a reader's words: `536.65` of dollars is `$536.65`, `1997-05-12` is `12 May 1997`. The digits stay those of the database. */
import type { Field, RecordsDescription } from '../../domain/record-description.ts'
import { harmlessText } from '../harmless-text.ts'
import { fractionDigits } from '../money-digits.ts'

export const showValue = (field: Field, value: string | boolean, description: RecordsDescription): string => harmlessText(inWords(field, value, description))

const inWords = (field: Field, value: string | boolean, description: RecordsDescription): string => {
  switch (field.type) {
    case 'money':
      return showMoney(String(value), field.currency ?? description.currency)
    case 'count':
    case 'number':
      return grouped(String(value)) + (field.unit ? ` ${field.unit}` : '')
    case 'date':
      return showDay(String(value))
    case 'time':
      return showMoment(String(value))
    case 'boolean':
      return value === true || value === 'true' ? 'yes' : 'no'
    case 'choice':
      return showChoice(field, String(value))
    case 'properties':
      return showProperties(String(value))
    default:
      return String(value)
  }
}

export const showMoney = (value: string, currency: string | null): string => {
  if (!isDecimal.test(value)) return value
  const digits = fractionDigits(currency)
  const [whole = '0', fraction = ''] = value.replace('-', '').split('.')
  const kept = fraction.length < digits ? fraction.padEnd(digits, '0') : fraction.replace(/0+$/, '').padEnd(digits, '0')
  const amount = grouped(whole) + (kept && `.${kept}`)
  const sign = value.startsWith('-') ? '-' : ''
  if (currency === null) return sign + amount
  const symbol = symbols[currency]
  return symbol ? `${sign}${symbol}${amount}` : `${sign}${amount} ${currency}`
}

// Those that stand for one currency to most readers; all others are told by their code.
const symbols: Readonly<Record<string, string>> = { USD: '$', EUR: '€', GBP: '£' }

const isDecimal = /^-?\d+(\.\d+)?$/

const grouped = (value: string): string => {
  if (!isDecimal.test(value)) return value
  const [whole = '', fraction] = value.split('.')
  return whole.replace(/\B(?=(\d{3})+$)/g, ',') + (fraction === undefined ? '' : `.${fraction}`)
}

export const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'] as const

export const showDay = (value: string): string => {
  const found = /^(\d{4})-(\d\d)-(\d\d)/.exec(value)
  const month = found && months[Number(found[2]) - 1]
  return found && month ? `${Number(found[3])} ${month} ${found[1]}` : value
}

export const showMoment = (value: string): string => {
  const time = /T(\d\d:\d\d)/.exec(value)?.[1]
  return time ? `${showDay(value)}, ${time}` : showDay(value)
}

/** `called_off` is "called off"; a code (`PU`, `3`, `overdue_1`) says little by itself: the first of its other words goes before it. */
const showChoice = (field: Field, value: string): string => {
  const other = field.values[value]?.[0]
  if (other && isCode.test(value)) return `${other} (${value})`
  if (!/^\p{L}+(?:_\p{L}+)*$/u.test(value)) return value
  const isShouted = Object.keys(field.values).some((it) => it.includes('_') && it === it.toUpperCase()) && value === value.toUpperCase()
  return (isShouted ? value.toLowerCase() : value).replaceAll('_', ' ')
}

const isCode = /\d|^[^\p{L}]*$|^\p{Lu}{1,3}$/u

const showProperties = (value: string): string => {
  const held = parsed(value)
  if (held === null || typeof held !== 'object') return value
  return Object.entries(held)
    .map(([name, it]) => `${name} ${typeof it === 'string' ? it : JSON.stringify(it)}`)
    .join(', ')
}

const parsed = (value: string): unknown => {
  try {
    return JSON.parse(value)
  } catch {
    return null
  }
}
