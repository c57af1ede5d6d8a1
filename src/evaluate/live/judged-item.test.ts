import assert from 'node:assert/strict'
import { test } from 'node:test'
import { citationAt, passageAt, questionWith } from '../triage/question-for-tests.ts'
import { isAcrossLanguages, judgedItem } from './judged-item.ts'

const texts: Readonly<Record<string, string>> = { 'a.md v1': 'Port 8080 is plain. Port 9443 is TLS.', 'b.md v1': 'Keys turn.' }
const textOf = async (id: string, version: string): Promise<string | null> => texts[`${id} ${version}`] ?? null

const asked = questionWith({
  detail: {
    passages: [passageAt('a.md', 20, 37), passageAt('b.md', 0, 10)],
    citations: [citationAt('a.md', 20, 37)],
    standaloneQuestion: 'Which port has TLS?',
  },
})

test('a judge is shown the question as it stands alone, the answer, and the passages as they were', async () => {
  assert.deepEqual(await judgedItem(asked, textOf), {
    id: asked.traceId,
    question: 'Which port has TLS?',
    answer: asked.answer,
    reference: null,
    evidence: 'Port 9443 is TLS.\n\nKeys turn.',
  })
})

test('what was not cited may be gone; without what was cited, or with nothing at all, there is no judging', async () => {
  const without = (gone: string) => (id: string, version: string) => (id === gone ? Promise.resolve(null) : textOf(id, version))
  assert.equal(((await judgedItem(asked, without('b.md'))) as { evidence: string }).evidence, 'Port 9443 is TLS.')
  assert.match(((await judgedItem(asked, without('a.md'))) as { failure: string }).failure, /cites was removed/)
  assert.match(((await judgedItem(questionWith({ detail: { citations: [] } }), async () => null)) as { failure: string }).failure, /None of the passages/)
})

test('an answer in the language of one of its passages is not across languages', () => {
  const german = 'Der Schlüssel wird alle 42 Tage vom Team der Plattform gewechselt, und der Beauftragte für Sicherheit bestätigt das schriftlich.'
  assert.equal(isAcrossLanguages({ ...asked, answer: german }), true)
  assert.equal(isAcrossLanguages({ ...asked, answer: german, detail: { ...asked.detail, passages: [{ ...passageAt('a.md', 0, 5), language: 'de' }] } }), false)
  assert.equal(isAcrossLanguages({ ...asked, answer: '9443' }), false)
})
