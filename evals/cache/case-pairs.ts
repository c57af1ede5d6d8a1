/** Signs and words that only capitals, a prime, "the" or one letter tell apart, in questions that people ask about them. */
const apart: readonly (readonly [string, string])[] = [
  ...pairsOf('Mg/mg Ms/ms Co/CO Sn/SN Kw/kw KW/kW M/m K/k Pa/pa G/g H/h T/t Gb/GB MHz/mHz Mol/mol Cd/cd No/NO Hf/HF Bar/bar'),
  ...pairsOf("x'/x f'/f x'/x's x''/x' n!/n Ram/RAM Aids/AIDS"),
  ['the Who', 'Who'],
  ['the Band', 'Band'],
  ['the Times', 'Times'],
  ['metre', 'meter'],
]

const measures = pairsOf('mg/Mg ms/Ms mW/MW mPa/MPa mHz/MHz kb/kB Gauss/gauss Bel/bel Bar/bar metres/meters')

const frames = [
  'What is {}?',
  'What does {} mean?',
  'Which documents name {}?',
  'How is {} measured?',
  'Who works on {} now?',
  'Where does {} stand in the table?',
  '¿Qué es {} en la tabla?',
]
const measuring = ['What are 5 {}?', 'Is the limit above 20 {}?', 'Which parts take 1.5 {} or more?']

export const casePairs: readonly (readonly [string, string])[] = [
  ...apart.flatMap((pair) => frames.map((frame) => asked(frame, pair))),
  ...measures.flatMap((pair) => measuring.map((frame) => asked(frame, pair))),
]

function pairsOf(text: string): (readonly [string, string])[] {
  return text.split(' ').map((pair) => pair.split('/') as [string, string])
}

function asked(frame: string, [one, other]: readonly [string, string]): readonly [string, string] {
  return [frame.replace('{}', one), frame.replace('{}', other)]
}
