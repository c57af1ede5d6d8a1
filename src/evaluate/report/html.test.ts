import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5'
import { reportHtml } from './html.ts'
import { reportForTests, type ReportShape } from './report-for-tests.ts'

const style = 'body { color: red }'
const pageOf = (shape: ReportShape): string => reportHtml(reportForTests(shape), style)

interface Found {
  readonly tag: string
  readonly attributes: Readonly<Record<string, string>>
  readonly text: string
}

/** As a browser parses it. */
const elementsOf = (page: string): Found[] => {
  const found: Found[] = []
  const walk = (node: Tree.Node): string => {
    if (node.nodeName === '#text') return (node as Tree.TextNode).value
    const inner = 'childNodes' in node ? node.childNodes.map(walk).join('') : ''
    if ('tagName' in node) found.push({ tag: node.tagName, attributes: Object.fromEntries(node.attrs.map(({ name, value }) => [name, value])), text: inner })
    return inner
  }
  walk(parse(page))
  return found
}

const all = (page: string, tag: string): Found[] => elementsOf(page).filter((it) => it.tag === tag)

const hostile = [
  '</script><script>alert(1)</script>',
  '</style><img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  '<a href="javascript:alert(1)">x</a>',
  '</title><base href="https://evil.example/">',
  '<!-- <details open><iframe srcdoc="x">',
  '${alert(1)} {{x}} &lt;b&gt; &#60;script&#62;',
  'null \u0000 bell \u0007 half \ud83d next \u0085',
]

for (const words of hostile) {
  test(`words are text wherever they stand: ${JSON.stringify(words)}`, () => {
    const pageWith = (it: string): Found[] => elementsOf(pageOf({ judge: 'certified', variants: [`one${it}`, `two${it}`], state: 'partial', words: it }))
    const harmless = pageWith('x'.repeat(words.length))
    const found = pageWith(words)
    assert.deepEqual(found.map(({ tag }) => tag).sort(), harmless.map(({ tag }) => tag).sort())
    const names = found.flatMap(({ attributes }) => Object.keys(attributes))
    assert.deepEqual(
      names.filter((name) => /^on|^style$|^srcdoc$/.test(name)),
      [],
    )
    assert.deepEqual(
      found.flatMap(({ attributes: { href, src } }) => [href, src]).filter((it) => it !== undefined && !it.startsWith('#')),
      [],
    )
    assert.ok(found.some(({ tag, text }) => tag === 'li' && text.includes(readable(words))))
  })
}

const unfit = ['\u0000', '\u0007', '\u0085', '\ud83d']
const readable = (words: string): string => unfit.reduce((text, it) => text.replaceAll(it, '\ufffd'), words)

test('the policy of the page names its own style and script, and nothing else may be loaded or run', () => {
  const page = pageOf({})
  const policy = all(page, 'meta').find(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy')!.attributes['content']!
  const hash = (tag: string): string => createHash('sha256').update(all(page, tag)[0]!.text).digest('base64')
  assert.match(policy, /default-src 'none'/)
  assert.ok(policy.includes(`style-src 'sha256-${hash('style')}'`))
  assert.ok(policy.includes(`script-src 'sha256-${hash('script')}'`))
  assert.equal(all(page, 'style')[0]!.text, style)
})

test('the head says what was decided and why', () => {
  const head = (shape: ReportShape): string => all(pageOf(shape), 'header')[0]!.text.replace(/\s+/g, ' ')
  assert.match(head({ gate: 'pass' }), /The gate is open\./)
  assert.match(
    head({ gate: 'fail' }),
    /The gate is shut\. 1 threshold of 2 is missed\..*Missed correct of at least 80\.0 % was wanted; 75\.0 % was seen\..*Holds/,
  )
  assert.match(head({ gate: null }), /No gate was set\./)
  assert.match(head({ gate: 'fail', state: 'partial' }), /This report is partial\. The money limit of \$0\.50/)
})

test("a judge's figure never stands without what is known of the judge", () => {
  const cells = (shape: ReportShape): string => all(pageOf(shape), 'td').map(({ text }) => text.replace(/\s+/g, ' ')).join('\n') // prettier-ignore
  assert.match(cells({ judge: 'certified' }), /69\.0 % corrected, 55\.0 % – 83\.0 %.*Agrees with people in 84\.0 % of pandalm-labels\.jsonl, kappa 0\.61/)
  assert.match(cells({ judge: 'unmeasured' }), /Never measured against people.*1 judgement could not be had and counts as failed/)
})

test('a comparison tells what the set could have shown, and names in one line what came out the same', () => {
  const input = reportForTests({ variants: ['one', 'two'] })
  const [compared] = input.report.comparisons
  const same = { ...compared!, metric: 'answered', difference: { value: 0, low: 0, high: 0, n: 12 }, verdict: 'no difference shown' as const }
  const few = { ...compared!, metric: 'format', detectable: 1.4 }
  const page = reportHtml({ ...input, report: { ...input.report, comparisons: [compared!, same, few] } }, style)
  const [section] = all(page, 'section').filter(({ attributes }) => attributes['id'] === 'comparison')
  const text = section!.text.replace(/\s+/g, ' ')
  assert.match(text, /correct two against one .*\+8\.0 points \+2\.0 to \+14\.0, n = 12; shows 6\.0 or more/)
  assert.match(text, /format two against one .*too few cases to show any/)
  assert.match(text, /two against one: the same on every case in answered\./)
})

test('cases with something wrong come first, and each can be opened without a script', () => {
  const page = pageOf({ cases: 20 })
  const states = all(page, 'span').flatMap(({ attributes, text }) =>
    attributes['class']?.startsWith('state ') ? [`${attributes['class'].slice(6)}: ${text}`] : [],
  )
  const order = ['error', 'fault', 'good']
  const ranks = states.map((state) => order.indexOf(state.split(':')[0]!))
  assert.equal(ranks.length, 20)
  assert.deepEqual(ranks, [...ranks].sort())
  assert.ok(new Set(ranks).size === 3)
  assert.equal(all(page, 'details').filter(({ attributes }) => attributes['class'] === 'case').length, 20)
})

test('quotes are marked in their passage; a passage whose document is gone is told', () => {
  const page = pageOf({})
  assert.ok(all(page, 'mark').some(({ text }) => text === 'The signing key is rotated every 42 days.'))
  assert.ok(all(page, 'p').some(({ text }) => /the document was removed/.test(text)))
})

test('a passage is cut around its quote, and it is said how much is missing', () => {
  const input = reportForTests({ cases: 1 })
  const [[traceId, words]] = [...input.words] as [[string, typeof input.words extends ReadonlyMap<string, infer Words> ? Words : never]]
  const text = `${'before '.repeat(900)}THE QUOTE${' after'.repeat(900)}`
  const start = text.indexOf('THE QUOTE')
  const passage = { source: 'a.md', heading: '', ranks: { vector: 1, words: null }, text, quoted: [{ start, end: start + 9 }] }
  const page = reportHtml({ ...input, words: new Map([[traceId, { ...words, passages: [passage] }]]) }, style)
  assert.ok(all(page, 'mark').some((it) => it.text === 'THE QUOTE'))
  assert.ok(
    all(page, 'p').some((it) =>
      it.text.includes(`${(text.length - 2_000).toLocaleString('en-GB')} of ${text.length.toLocaleString('en-GB')} characters are left out.`),
    ),
  )
})

test('thousands of cases are all there, those without a fault shortened, and the file stays small', () => {
  const page = pageOf({ cases: 5_000, variants: ['one', 'two', 'three'] })
  assert.ok(page.length < 20_000_000, `${page.length} characters`)
  assert.equal(page.match(/<details class="case"/g)!.length, 5_000)
  assert.match(page, /To keep this file small, the passages of [\d,]+ cases are left out, and of [\d,]+ of these the answers too/)
  const firstGood = page.indexOf('class="state good"')
  assert.ok(page.slice(0, firstGood).includes('passages given'))
})

test('a run without answers, or with figures that are none, is still a page', () => {
  const input = reportForTests({ cases: 2, variants: ['one', 'two'] })
  const [variant] = input.report.variants
  const odd = {
    ...variant!,
    metrics: variant!.metrics.map((it) => ({ ...it, value: NaN, low: NaN, high: Infinity })),
    tags: [],
    riskCoverage: [],
    reliability: [],
  }
  const comparisons = input.report.comparisons.map((it) => ({ ...it, detectable: Infinity }))
  for (const page of [
    reportHtml({ ...input, report: { ...input.report, variants: [odd], comparisons } }, style),
    reportHtml({ ...input, rows: [], words: new Map(), report: { ...input.report, variants: [], comparisons: [], retrieval: [] } }, style),
  ]) {
    assert.equal(/.{40}(?:NaN|Infinity|undefined)/.exec(page)?.[0], undefined)
    assert.ok(all(page, 'header').length === 1)
  }
})
