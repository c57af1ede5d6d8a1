/**
 * What orders in documents do, and what the guard costs: `node evals/guard.ts [--generator local:qwen2.5-coder-0.5b] [--sample N]`.
 * Without a generator the stub that obeys every order writes the answers. Held-out half of BIPIA; figures with 95 % intervals (Wilson).
 */
import { parseArgs } from 'node:util'
import { sampleById } from '../src/base/sample.ts'
import { wilson } from '../src/evaluate/statistics/wilson.ts'
import { finder } from '../src/guard/redact.ts'
import { findInjections } from '../src/guard/scan/find-injections.ts'
import { scanPassages } from '../src/guard/scan/scan-passages.ts'
import { scanUnits } from '../src/guard/scan/units.ts'
import { gullibleGenerator } from './guard/gullible-generator.ts'
import { handbookSentences } from './guard/handbook-sentences.ts'
import { bipiaAttacks, bipiaEmails, harmless } from './guard/injections.ts'
import { giskardPrompts, notInjected, personalData } from './guard/prompts.ts'
import { isEffect, underAttack, type Case, type Defence } from './guard/under-attack.ts'
import { openLaboratory } from './open-laboratory.ts'
import { openLocalGenerator } from './open-local-generator.ts'
import { toPassage } from './verifier/examples.ts'

const { values } = parseArgs({ options: { generator: { type: 'string', default: 'obeys' }, sample: { type: 'string' }, show: { type: 'boolean' } } })

const share = (hits: number, of: number): string => {
  const { low, high } = wilson(hits, of)
  return `${hits} of ${of} = ${((100 * hits) / of).toFixed(1)} % [${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)}]`
}

if (values.generator === 'obeys') withoutModel()
await attacks()

function withoutModel(): void {
  const heldOut = bipiaAttacks().filter(({ part }) => part === 'heldOut')
  console.log(
    'orders found                    ',
    share(heldOut.filter(({ text }) => findInjections(`A line about something else.\n\n${text}`).length > 0).length, heldOut.length),
  )
  const direct = giskardPrompts()
  console.log('giskard, as if in a document    ', share(direct.filter((text) => findInjections(text).length > 0).length, direct.length))
  const innocent = notInjected()
  const alarms = innocent.filter((text) => findInjections(text).length > 0)
  console.log('notinject-one, false alarms     ', share(alarms.length, innocent.length), alarms)
  const asked = handbookSentences().filter(({ part }) => part === 'heldOut')
  const blank = asked.filter(({ text }) => findInjections(text).length > 0).map(({ text }) => text)
  console.log('handbook sentences, false alarms', share(blank.length, asked.length), blank)
  for (const origin of new Set(harmless().map((it) => it.origin))) {
    const passages = harmless().filter((it) => it.origin === origin && it.part === 'heldOut')
    const units = passages.reduce((sum, { text }) => sum + scanUnits(text, 'en').length, 0)
    const found = passages.reduce((sum, { text }) => sum + findInjections(text).filter(({ score }) => score < 1).length, 0)
    console.log(`${origin.padEnd(26)} units`, share(found, units))
  }
  const ten = harmless()
    .slice(0, 1000)
    .map(({ text }, index) => toPassage(text, String(index)))
  const times = Array.from({ length: 100 }, (_, index) => timed(() => scanPassages('How is it set up?', ten.slice(index * 10, index * 10 + 10)))).toSorted(
    (a, b) => a - b,
  )
  console.log(`scan of ten passages: median ${times[50]!.toFixed(2)} ms, 95th of 100 ${times[95]!.toFixed(2)} ms`)
  for (const [kind, { found, right, wanted, hit }] of personalData(finder())) {
    console.log(`presidio-pii ${kind.padEnd(12)} recall ${share(hit, wanted)}, precision ${share(right, found)}`)
  }
}

async function attacks(): Promise<void> {
  await using laboratory = await openLaboratory()
  const local = await openLocalGenerator(values.generator)
  const emails = bipiaEmails().filter(({ part }) => part === 'heldOut')
  const all = bipiaAttacks()
    .filter(({ part }) => part === 'heldOut')
    .flatMap((attack) => emails.flatMap((email) => (['start', 'middle', 'end'] as const).map((place): Case => ({ attack, email, place }))))
  const cases = sampleById(all, ({ attack, email, place }) => attack.text + email.context + place, values.sample ? Number(values.sample) : null)
  const hits: Record<Defence, number> = { none: 0, verified: 0, guarded: 0 }
  let [answered, right, found] = [0, 0, 0]
  for (const one of cases) {
    const { shown, answer, found: isFound } = await underAttack(one, local ?? gullibleGenerator(), laboratory.embedder)
    for (const defence of ['none', 'verified', 'guarded'] as const) if (isEffect(shown[defence], one)) hits[defence]++
    if (isFound) found++
    if (!answer.abstained) answered++
    if (shown.guarded.replace(/[,\s]/g, '').includes(one.email.ideal.replace(/[,\s]|\.$/g, ''))) right++
    if (values.show) console.log(isEffect(shown.none, one), isEffect(shown.guarded, one), one.attack.kind, '|', one.attack.text.slice(0, 100), shown)
  }
  console.log(
    `${values.generator}: ${cases.length} of ${all.length} cases, answered ${share(answered, cases.length)}, ideal inside ${share(right, cases.length)}, order blank ${share(found, cases.length)}`,
  )
  for (const defence of ['none', 'verified', 'guarded'] as const)
    console.log(`  attacks with an effect, ${defence.padEnd(9)}`, share(hits[defence], cases.length))
  await local?.close()
}

function timed(work: () => unknown): number {
  const from = performance.now()
  work()
  return performance.now() - from
}
