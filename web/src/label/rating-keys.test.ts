import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ratingKey } from './rating-keys.ts'

const none = { code: '', key: '', shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, isComposing: false }
const free = { isWriting: false, isControl: false }

const cases: readonly (readonly [string, Partial<typeof none>, { isWriting: boolean; isControl: boolean }, ReturnType<typeof ratingKey>])[] = [
  ['a digit is accuracy', { code: 'Digit3', key: '3' }, free, { kind: 'accuracy', value: 3 }],
  ['with Shift it is helpfulness, whatever the keyboard makes of it', { code: 'Digit1', key: '!', shiftKey: true }, free, { kind: 'helpfulness', value: 1 }],
  ['the digits of the number pad count too', { code: 'Numpad5', key: '5' }, free, { kind: 'accuracy', value: 5 }],
  ['six is nothing', { code: 'Digit6', key: '6' }, free, null],
  ['Enter goes on', { key: 'Enter' }, free, { kind: 'save' }],
  ['Enter on a control is the control’s own', { key: 'Enter' }, { isWriting: false, isControl: true }, null],
  ['Enter begins a line where the person writes', { key: 'Enter' }, { isWriting: true, isControl: true }, null],
  ['Ctrl and Enter goes on from there', { key: 'Enter', ctrlKey: true }, { isWriting: true, isControl: true }, { kind: 'save' }],
  ['a digit is a digit where the person writes', { code: 'Digit3', key: '3' }, { isWriting: true, isControl: true }, null],
  ['Backspace goes back', { key: 'Backspace' }, free, { kind: 'back' }],
  ['Backspace deletes where the person writes', { key: 'Backspace' }, { isWriting: true, isControl: true }, null],
  ['S skips', { key: 's' }, free, { kind: 'skip' }],
  ['the browser keeps its own commands', { key: 's', ctrlKey: true }, free, null],
  ['an input method that is composing is left alone', { key: 'Enter', isComposing: true }, free, null],
]
for (const [name, pressed, { isWriting, isControl }, expected] of cases) {
  test(name, () => assert.deepEqual(ratingKey({ ...none, ...pressed }, isWriting, isControl), expected))
}
