import type { LineTimes } from '../line/line-times.ts'
import { longestLine, type Lines } from '../line/lines.ts'
import type { LogMiner } from './log-miner.ts'

// By hand: the first `toLocaleString` of a program costs as much as reading 10,000 lines.
const grouped = (number: number): string => String(number).replace(/\B(?=(?:\d{3})+$)/g, ',')
const count = (number: number, one: string, several: string): string => `${grouped(number)} ${number === 1 ? one : several}`

/** What was not as it should be, in sentences. */
export const notesOf = ({ lines, times, miner }: { lines: Lines; times: LineTimes; miner: LogMiner }): string[] => {
  const { overflow } = miner.kinds
  const { turnedBack } = miner.silences
  return [
    lines.binary > 0 && `${count(lines.binary, 'line holds', 'lines hold')} NUL bytes: part of this is no text.`,
    lines.garbled > 0 && `${count(lines.garbled, 'line holds', 'lines hold')} bytes that are no UTF-8; they are shown as �.`,
    lines.long > 0 && `${count(lines.long, 'line is', 'lines are')} longer than ${grouped(longestLine)} bytes; what is beyond was passed over.`,
    times.withoutYear > 0 && `${count(times.withoutYear, 'time bears', 'times bear')} no year; the latest one that is not in the future was taken.`,
    times.withoutZone > 0 && `${count(times.withoutZone, 'time bears', 'times bear')} no zone; read as UTC.`,
    times.disbelieved > 0 &&
      `${count(times.disbelieved, 'time lies', 'times lie')} more than 400 days from those around; the time of the line before was taken.`,
    turnedBack > 0 && `Times run backwards by more than a minute at ${count(turnedBack, 'line', 'lines')}.`,
    overflow && overflow.count > 0 && `${count(overflow.count, 'line is', 'lines are')} of further kinds than could be kept apart; they share one template.`,
  ].filter((note) => note !== false && note !== null)
}
