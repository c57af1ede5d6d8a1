import assert from 'node:assert/strict'
import { test } from 'node:test'
import { themes } from '../../../test/support/book-themes.ts'
import { parseHtml } from './parse-html.ts'

const text = '<h1>Install</h1><p>Run the <code>setup</code>.</p><h2>From source</h2><ul><li><a href="#x">See below</a>, then go on.</li></ul>'
const contents = [
  ['alpha.html', 'Alpha'],
  ['beta.html', 'Beta'],
] as const

for (const [name, theme] of Object.entries(themes)) {
  test(`of a page of ${name} the text is left, with its headings clean and its title short`, () => {
    const page = parseHtml(theme({ title: 'Install', address: '/install.html', contents, html: text }))
    assert.equal(page.title, 'Install')
    const [before, after] = page.text.split('# Install\n\nRun the `setup`.\n\n## From source\n\n- [See below](#x), then go on.\n')
    // What is left says nothing: a version, a date.
    assert.ok(before !== undefined && before.length < 20, page.text)
    assert.ok(after !== undefined && after.length < 60, page.text)
    assert.doesNotMatch(page.text, /Alpha|Beta|Copyright|¶|Permalink|On this page|Previous|Edit|helpful/)
  })
}

const body = (html: string): string => parseHtml(`<body>${html}</body>`).text

test('a title that stands beside the article is kept, and so are several articles', () => {
  assert.equal(body('<main><h1>Owls</h1><article><p>They hunt.</p></article></main>'), '# Owls\n\nThey hunt.\n')
  assert.equal(body('<main><article><h1>A</h1></article><article><h1>B</h1></article></main>'), '# A\n\n# B\n')
})

test('a list of links to other pages is text, a list of links into the page is not', () => {
  assert.equal(body('<main><h1>A</h1><ul><li><a href="b.html">B</a></li></ul></main>'), '# A\n\n- [B](b.html)\n')
  assert.equal(body('<main><h1>A</h1><ul><li><a href="#b">B</a><ul><li><a href="#c">C</a></li></ul></li></ul><p>Text.</p></main>'), '# A\n\nText.\n')
})

test('a title keeps what belongs to it', () => {
  const title = (html: string): string => parseHtml(html).title
  assert.equal(title('<title>Owls: a history</title><h1>Owls</h1>'), 'Owls: a history')
  assert.equal(title('<title>Owls and mice</title><h1>Owls</h1>'), 'Owls and mice')
  assert.equal(title('<title>C++ - The Book</title><h1>C++</h1>'), 'C++')
  assert.equal(title('<title>Pre-release</title><h1>Pre</h1>'), 'Pre-release')
  assert.equal(title('<title>The Book</title><p>No heading.</p>'), 'The Book')
})
