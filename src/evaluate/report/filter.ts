import { html, type Markup } from './markup.ts'

/** Shown by the script that it needs; without it every case is there, those with faults first. */
export const filterForm = (variants: readonly string[], tags: readonly string[]): Markup =>
  html`<form id="filter" hidden>
    ${choice('state', 'Show', states)} ${tags.length > 0 && choice('tag', 'Tag', [['', 'any'], ...tags.map(asItself)])}
    ${variants.length > 1 && choice('variant', 'Variant', [['', 'any'], ...variants.map(asItself)])}
    <span><label for="filter-words">Words</label> <input type="search" id="filter-words" name="words" /></span>
    <output></output>
  </form>`

type Option = readonly [value: string, told: string]

const states: readonly Option[] = [
  ['', 'all'],
  ['wrong', 'with something wrong'],
  ['fault', 'with a fault'],
  ['error', 'without an answer'],
  ['abstained', 'declined'],
  ['good', 'good'],
]

const asItself = (name: string): Option => [name, name]

const choice = (name: string, label: string, options: readonly Option[]): Markup =>
  html`<span
    ><label for="filter-${name}">${label}</label>
    <select id="filter-${name}" name="${name}">
      ${options.map(([value, told]) => html`<option value="${value}">${told}</option>`)}
    </select></span
  >`

/** The one script of the page: it shows the form and hides cases. Constant, so that the page's policy can name it by its hash. */
export const filterScript = `
const form = document.getElementById('filter')
const none = document.getElementById('none')
const cases = [...document.querySelectorAll('details.case')].map((element) => ({
  element,
  tags: JSON.parse(element.dataset.tags),
  answers: [...element.querySelectorAll('section.answer')],
  words: null,
}))
const fits = (answer, { state, variant }) => {
  if (variant && answer.dataset.variant !== variant) return false
  if (state === 'wrong') return answer.dataset.state !== 'good'
  if (state === 'abstained') return answer.dataset.outcome === 'abstained'
  return !state || answer.dataset.state === state
}
const apply = () => {
  const wanted = Object.fromEntries(new FormData(form))
  const words = (wanted.words || '').trim().toLowerCase()
  let shown = 0
  for (const it of cases) {
    if (words && it.words === null) it.words = it.element.textContent.toLowerCase()
    const isShown = (!wanted.tag || it.tags.includes(wanted.tag)) && it.answers.some((answer) => fits(answer, wanted)) && (!words || it.words.includes(words))
    it.element.hidden = !isShown
    for (const answer of it.answers) answer.hidden = Boolean(wanted.variant) && answer.dataset.variant !== wanted.variant
    if (isShown) shown += 1
  }
  none.hidden = shown > 0
  form.querySelector('output').textContent = shown === cases.length ? '' : shown + ' of ' + cases.length
}
const open = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)))
  if (target instanceof HTMLDetailsElement) target.open = true
}
form.hidden = false
form.addEventListener('input', apply)
form.addEventListener('submit', (event) => event.preventDefault())
addEventListener('hashchange', open)
open()
apply()
`
