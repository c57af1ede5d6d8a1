import assert from 'node:assert/strict'
import { test } from 'node:test'
import { demandOf } from './demand.ts'

const rows: readonly (readonly [question: string, holds: string, lacks: string])[] = [
  ['How much does it cost?', 'It costs €129.', 'It weighs 88 g.'],
  ['How heavy is it?', 'It weighs 88 g.', 'It costs €129.'],
  ['How long does the battery of the Nightjar 3 last?', 'It runs for 38 hours.', 'The Nightjar 3 records up to 192 kHz.'],
  ['How long must a password be?', 'It has 14 characters.', 'It must be long.'],
  ['How many offices are there?', 'We have four offices.', 'It was founded in 2011 and has offices.'],
  ['How often is it cleaned?', 'It is cleaned weekly.', 'It is cleaned.'],
  ['In which year was it founded?', 'It was founded in 2011.', 'It was founded by 2 people.'],
  ['What year was it?', 'It was 1999.', 'It was June.'],
  ['When does it expire?', 'It expires on 31 March.', 'It expires.'],
  ['What is the default port?', 'It listens on 8471.', 'It listens.'],
  ['Wie viele Tage sind erlaubt?', 'Bis zu drei Tage.', 'Es ist erlaubt.'],
  ['Wie hoch ist der Zuschuss?', 'Es sind 650 Euro.', 'Die Firma zahlt.'],
  ['Was kostet der Schlüssel?', 'Er kostet 25 € Pfand.', 'Er hat 3 Zähne.'],
  ['¿Cuánto cuesta?', 'Cuesta 20 euros.', 'Pesa 3 kg.'],
]

for (const [question, holds, lacks] of rows) {
  test(question, () => {
    assert.equal(demandOf(question)!(holds), true)
    assert.equal(demandOf(question)!(lacks), false)
  })
}

test('other questions ask for no quantity', () => assert.equal(demandOf('Why is the sky blue?'), null))
