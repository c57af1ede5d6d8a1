import type { EvalCase } from '../../domain/eval-suite.ts'
import { clipped, html, type Content } from './markup.ts'

/** What was asked before, and what a good answer to it is, as its suite says. */
export const expectedView = (it: EvalCase): Content => {
  const wanted: [string, Content][] = [
    ['Good answer', it.reference],
    ['Right answers', it.answers.join(' · ')],
    [
      'Has to rest on',
      it.quotes.map(
        ({ source, text }) => html`<span class="line">${source !== null && html`<b>${source}</b> `}<q dir="auto">${clipped(text, 1000)}</q></span>`,
      ),
    ],
    ['Has to cite one of', it.sources.join(' · ')],
    ['Has to say', it.contains.join(' · ')],
    ['Must not say', it.excludes.join(' · ')],
    ['Right is', it.mustAbstain && 'to decline'],
  ]
  const told = wanted.filter(([, content]) => content !== null && content !== false && content !== '' && !(Array.isArray(content) && content.length === 0))
  return [
    it.history.length > 0 &&
      html`<ol class="history">
        ${it.history.map(({ role, content }) => html`<li><b>${role}</b> <span dir="auto">${clipped(content, 1000)}</span></li>`)}
      </ol>`,
    told.length > 0 &&
      html`<dl class="expected">
        ${told.map(
          ([name, content]) =>
            html`<div>
              <dt>${name}</dt>
              <dd dir="auto">${content}</dd>
            </div>`,
        )}
      </dl>`,
  ]
}
