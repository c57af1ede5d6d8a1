import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readableForm } from './readable-form.ts'

for (const [name, text, readable] of [
  ['link targets go, their words stay', 'See [the *guide*](https://a.b/c_(d)?e=f "Title") and ![a chart](x.png).', 'See the *guide* and a chart.'],
  ['table rulers and padding go', '| Key   | Limit |\n| :---- | ----: |\n| a     | 2     |', '| Key | Limit |\n\n| a | 2 |'],
  ['tags of layout go, placeholders stay', '<p align="center"><b>Run</b> `kill <pid>`<br/></p>', 'Run `kill <pid>`'],
  ['GitBook marks go, their titles stay', '{% tab title="Linux" %}\nRun it.\n{% endtab %}', 'Linux\nRun it.'],
  ['components of MDX go, their titles stay', '<Tab title="npm way" open>\nRun <Key> it.\n</Tab>{/* not\nthis */}<Card />', 'npm way \nRun <Key> it.'],
  ['pictures are their words', '<img src="x.png" alt="A chart"> of <b>sales</b>', 'A chart of sales'],
  ['comments go', 'One <!-- two\n\nthree --> four', 'One four'],
  ['long rules are short', '# -----------------\ncode()', '# ---\ncode()'],
  ['other brackets stay', 'array[0](x) [see] (note) a < b > c', 'array0 [see] (note) a < b > c'],
]) {
  test(name!, () => assert.equal(readableForm(text!), readable))
}
