import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayIn } from './calendar.ts'
import { readTimes } from './times.ts'

const today = '1998-05-20' // a Wednesday
const check = (text: string, from: string | null, before: string | null): void => {
  const [time] = readTimes(text, today)
  assert.deepEqual([time?.from ?? null, time?.before ?? null], [from, before], text)
}

test('times are read as days, half open', () => {
  check('orders in 1997', '1997-01-01', '1998-01-01')
  check('orders in May 1997', '1997-05-01', '1997-06-01')
  check('orders in December', '1997-12-01', '1998-01-01')
  check('orders in May', '1998-05-01', '1998-06-01')
  check('on 12 May 1997', '1997-05-12', '1997-05-13')
  check('on May 12th, 1997', '1997-05-12', '1997-05-13')
  check('on 1997-02-28', '1997-02-28', '1997-03-01')
  check('on 31/12/1997', '1997-12-31', '1998-01-01')
  check('on 2/3/1997', '1997-02-03', '1997-02-04')
  check('in the first quarter of 1997', '1997-01-01', '1997-04-01')
  check('Q4 1997', '1997-10-01', '1998-01-01')
  check('yesterday', '1998-05-19', '1998-05-20')
  check('this week', '1998-05-18', '1998-05-25')
  check('last week', '1998-05-11', '1998-05-18')
  check('last month', '1998-04-01', '1998-05-01')
  check('last year', '1997-01-01', '1998-01-01')
  check('the last 30 days', '1998-04-20', '1998-05-21')
  check('in the past three months', '1998-02-20', '1998-05-21')
  check('two months ago', '1998-03-01', '1998-04-01')
  check('last Monday', '1998-05-18', '1998-05-19')
  check('last May', '1997-05-01', '1997-06-01')
})

test('an end may be open', () => {
  check('since March', '1998-03-01', null)
  check('after May 1 1997', '1997-05-02', null)
  check('before 1997', null, '1997-01-01')
  check('until the end of June 1997', null, '1997-07-01')
  check('from March 1997 on', '1997-03-01', null)
  check('between March 1997 and May 1997', '1997-03-01', '1997-06-01')
  check('from 1 May 1997 to 9 May 1997', '1997-05-01', '1997-05-10')
})

test('what is no time is none', () => {
  for (const text of ['may I return it', 'order 10248', 'it costs $1997', 'march on', '2611340', 'on 31 February 1997'])
    assert.deepEqual(readTimes(text, today), [], text)
})

test('today is that of the zone', () => {
  const now = new Date('2024-03-01T02:00:00Z')
  assert.equal(dayIn('America/New_York', now), '2024-02-29')
  assert.equal(dayIn('Asia/Tokyo', now), '2024-03-01')
})
