import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextTurn } from '../../base/async.ts'
import { readPageLinks } from './read-page-links.ts'

const read = (html: string, robotsTag = '') => readPageLinks(html, robotsTag, nextTurn)

test('links are read wherever they stand as links, and nowhere else', async () => {
  const page = `<link rel="next" href="n"><a href=a>A</a><A HREF='b?x=1&amp;y=2'>B</A><map><area href="c"></map><iframe src="toc"></iframe>
    <!-- <a href="no1"> --><script>"<a href='no2'>"</script><style>a{}/*<a href=no3>*/</style><title><a href=no4></title><textarea><a href=no5></textarea>
    <a rel="nofollow" href="no6"></a><a rel="UGC" href="no7"></a><link rel="stylesheet" href="no8"><a name="no9">x</a><a href="a">again</a>`
  assert.deepEqual((await read(page)).hrefs, ['n', 'a', 'b?x=1&y=2', 'c', 'toc'])
})

test('base, canonical and refresh are read once, the first one', async () => {
  const { base, canonical, refresh } = await read(
    `<base href="/b/"><base href="/no/"><link rel="alternate canonical" href="/c"><link rel=canonical href=/no><meta http-equiv="Refresh" content="0; URL='/r'">`,
  )
  assert.deepEqual([base, canonical, refresh], ['/b/', '/c', '/r'])
})

test('what robots are told is read from meta elements and headers, when it is meant for all or for us', async () => {
  const rows: [html: string, tag: string, noindex: boolean, links: number][] = [
    ['', '', false, 1],
    ['<meta name="robots" content="noindex">', '', true, 1],
    ['<meta name="ROBOTS" content="NoIndex, NoFollow">', '', true, 0],
    ['<meta name="robots" content="none">', '', true, 0],
    ['<meta name="answerable" content="noindex">', '', true, 1],
    ['<meta name="otherbot" content="noindex">', '', false, 1],
    ['', 'noindex', true, 1],
    ['', 'otherbot: noindex, nofollow', false, 1],
    ['', 'otherbot: noindex, answerable: nofollow', false, 0],
    ['', 'unavailable_after: 25 Jun 2030 15:00:00 PST, noindex', true, 1],
  ]
  for (const [html, tag, noindex, links] of rows) {
    const page = await read(`${html}<a href="x">x</a>`, tag)
    assert.deepEqual([page.noindex, page.hrefs.length], [noindex, links], `${html} ${tag}`)
  }
})

test('a page that is made to be hard to read is read to its end, and others have their turn meanwhile', async () => {
  const rows = [
    `<a ${Array.from({ length: 200_000 }, (_, index) => `a${index}`).join(' ')}>`,
    '<'.repeat(1_000_000),
    '&amp'.repeat(300_000),
    '<!--'.repeat(300_000),
    `<script>${'<'.repeat(1_000_000)}`,
    `${'<div>'.repeat(200_000)}<a href="deep">x</a>`,
  ]
  for (const page of rows) {
    let turns = 0
    const found = await readPageLinks(page, '', async () => void turns++)
    assert.equal(turns, Math.ceil(page.length / 65_536))
    assert.deepEqual(found.hrefs, page.endsWith('</a>') ? ['deep'] : [])
  }
})
