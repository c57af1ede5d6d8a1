import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const css = readFileSync(join(import.meta.dirname, 'base.css'), 'utf8')
const pairsOfColours = [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)]
const [light, dark] = [2, 3].map((at) => Object.fromEntries(pairsOfColours.map((match) => [match[1]!, match[at]!])))

/** WCAG 2.2, relative luminance. */
const luminance = (colour: string): number => {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((it) => (it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}

const contrast = (one: string, other: string): number => {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (lighter! + 0.05) / (darker! + 0.05)
}

const grounds = ['paper', 'surface', 'sunken']
const pairs = [
  ...['ink', 'ink-quiet', 'accent', 'warn', 'bad'].flatMap((ink) => grounds.map((ground) => [ink, ground] as const)),
  ['on-accent', 'accent'],
  ['accent', 'accent-soft'],
  ['mark-ink', 'mark'],
  ['bad', 'bad-soft'],
] as const

for (const [scheme, colours] of Object.entries({ light, dark })) {
  test(`${scheme}: every text colour stands out from every ground it is used on (WCAG AA, 4.5)`, () => {
    const weak = pairs.map(([ink, ground]) => ({ ink, ground, ratio: contrast(colours![ink]!, colours![ground]!) })).filter(({ ratio }) => !(ratio >= 4.5))
    assert.deepEqual(weak, [])
  })

  test(`${scheme}: the borders of fields can be seen (WCAG AA, 3)`, () => {
    assert.ok(contrast(colours!['line-strong']!, colours!['surface']!) >= 3)
  })
}
