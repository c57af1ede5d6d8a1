/** Every call to a model, paid for: room is put aside before it goes out, and given back or spent when it is over. */
import { AppError } from '../base/error.ts'
import { newId } from '../base/id.ts'
import { describeBudget, periodAround, type Budget } from '../domain/budget.ts'
import { currentCall } from '../domain/call.ts'
import type { CallLedger, CallOutcome, LedgerEntry, LedgerStore, Money, OpenCall, PlannedCall, Reservation, Reserved, Tariff } from '../domain/ledger.ts'
import { budgetLines } from './budget-lines.ts'
import { believable } from './believable.ts'

export interface CallLedgerOptions {
  readonly store: LedgerStore
  readonly onFailure: (message: string, error: unknown) => void
  /** A process that is silent for longer is taken for dead. */
  readonly leaseMs?: number
  /** The longest wait for calls under way to leave room. */
  readonly waitMs?: number
  readonly pollMs?: number
  /** How long what costs nothing is kept before it is written. */
  readonly flushMs?: number
  /** Nobody else can have the database open: what is out belongs to a process that died. */
  readonly isAlone?: boolean
  readonly now?: () => Date
}

export interface OpenedLedger extends CallLedger {
  /** Writes what is still to be written. */
  close(): Promise<void>
}

export const callLedger = (options: CallLedgerOptions): OpenedLedger => {
  const { store, onFailure, leaseMs = 60_000, waitMs = 30_000, pollMs = 250, flushMs = 1000, isAlone = false, now = () => new Date() } = options
  const holder = newId()
  const out = new Set<string>()
  /** Over, and not yet written: the database was away. */
  const unsettled = new Map<string, LedgerEntry>()
  let free: LedgerEntry[] = []
  let flushing: Promise<void> = Promise.resolve()
  let flushTimer: NodeJS.Timeout | null = null
  const lines = budgetLines({ waitMs, pollMs, onTooLong: tooLong })

  const closeLost = async (everybodys: boolean): Promise<void> => {
    if ((await store.closeLost(everybodys)) > 0) lines.wake()
  }
  const opened = isAlone ? closeLost(true).catch((error: unknown) => onFailure('Calls of a process that died could not be closed.', error)) : Promise.resolve()

  const beat = async (): Promise<void> => {
    if (out.size > 0) await store.renew(holder, leaseMs)
    await Promise.all([...unsettled.values()].map(settle))
    if (!isAlone) await closeLost(false)
  }
  // A database that is away for a moment is asked again with the next beat.
  const timer = setInterval(() => void beat().catch(() => {}), leaseMs / 4).unref()

  const settle = async (entry: LedgerEntry): Promise<void> => {
    try {
      await store.settle(entry)
      unsettled.delete(entry.id)
      out.delete(entry.id)
      lines.wake()
    } catch (error) {
      if (!unsettled.has(entry.id)) onFailure('What a call cost could not be written; it is tried again.', error)
      unsettled.set(entry.id, entry)
    }
  }

  const flush = (): Promise<void> => {
    if (flushTimer) clearTimeout(flushTimer)
    flushTimer = null
    const entries = free
    free = []
    if (entries.length === 0) return flushing
    flushing = flushing.then(() =>
      store.add(entries).catch((error: unknown) => {
        onFailure('Calls that cost nothing could not be written into the ledger.', error)
      }),
    )
    return flushing
  }

  const keep = (entry: LedgerEntry): void => {
    free.push(entry)
    flushTimer ??= setTimeout(() => void flush(), flushMs).unref()
  }

  const facts = (call: PlannedCall): Omit<Reservation, 'worst'> => {
    const { caller, collection, traceId, purpose } = currentCall()
    const { provider, model, task, tariff } = call
    return { id: newId(), at: now(), provider, model, task, purpose, callerId: caller.id, collection, traceId, price: tariff?.source ?? null }
  }

  return {
    open: async (call, signal) => {
      await opened
      const fact = facts(call)
      const isFree = call.tariff?.isFree === true && (call.task === 'embed' || !(await store.countsTokens(fact.callerId, fact.collection, fact.at)))
      if (isFree) return openCall(call, fact, async (entry) => keep(entry))
      const worst = await call.worst()
      const usd = call.tariff?.worstOf(worst) ?? null
      let reservation: Reservation = { ...fact, worst: { ...worst, usd } }
      const attempt = (): Promise<Reserved> => {
        // The day may have ended in line.
        reservation = { ...reservation, at: now() }
        return store.reserve(reservation, holder, leaseMs)
      }
      const release = (): void => {
        void store.release(reservation.id).then(lines.wake, () => {})
      }
      const outcome = await lines.wait({ attempt, release, isHeldTo: (budget) => isHeldTo(fact, budget) }, signal)
      if (outcome.outcome !== 'reserved') throw refusal(outcome, reservation, now())
      if (signal?.aborted) {
        release()
        throw signal.reason
      }
      out.add(fact.id)
      return openCall(call, reservation, settle, (outcome) => {
        const { tokens, doubt } = believable(outcome.tokens, reservation)
        if (doubt && outcome.isReported) onFailure(doubt, 'reported usage')
        return outcome.isReported ? { ...outcome, tokens } : outcome
      })
    },
    close: async () => {
      clearInterval(timer)
      await Promise.all([...unsettled.values()].map(settle))
      await flush()
    },
  }
}

const openCall = (
  call: PlannedCall,
  fact: Omit<Reservation, 'worst'>,
  write: (entry: LedgerEntry) => Promise<void>,
  believed = (told: CallOutcome): CallOutcome => told,
): OpenCall => {
  const { bill } = currentCall()
  return {
    settle: async (told) => {
      const { model = fact.model, ...outcome } = believed(told)
      const costUsd = costOf(outcome, call.tariff)
      const { id, at, provider, task, purpose, callerId, collection, traceId, price } = fact
      await write({ id, at, provider, task, purpose, callerId, collection, traceId, price, ...outcome, model, costUsd })
      bill?.add(costUsd)
      return costUsd
    },
  }
}

/** What came of a call that broke off may be of the dearest kind: nobody has told. */
const costOf = ({ state, tokens }: Pick<CallOutcome, 'state' | 'tokens'>, tariff: Tariff | null): Money | null => {
  if (state === 'failed') return '0'
  if (state === 'settled') return tariff?.costOf(tokens) ?? null
  return tariff?.worstOf({ inputTokens: tokens.input, outputTokens: tokens.output }) ?? null
}

const isHeldTo = ({ callerId, collection }: Pick<Reservation, 'callerId' | 'collection'>, { subject }: Pick<Budget, 'subject'>): boolean =>
  subject.type === 'system' || subject.id === (subject.type === 'key' ? callerId : collection)

const refusal = ({ outcome, budget }: Extract<Reserved, { outcome: 'refused' | 'unpriced' | 'later' }>, { model, worst }: Reservation, at: Date): AppError => {
  const { subject, period } = budget
  const details = { part: 'budget', budget: { subject: subject.type, period } }
  if (outcome === 'unpriced')
    return new AppError(
      'limited',
      `Nobody says what ${model} costs, so ${describeBudget(budget)} cannot be held. Whoever runs this can set its price: ANSWERABLE_PRICES=${model}=INPUT/OUTPUT, in US dollars for a million tokens.`,
      { details },
    )
  const { end } = periodAround(period, at)
  return new AppError(
    'limited',
    `What is left of ${describeBudget(budget)} is too little for this question, which may cost up to ${mostOf(worst)}. It renews at ${end.toISOString().slice(0, 16).replace('T', ' ')} UTC; whoever runs this can raise it with "answerable budgets set".`,
    { details: { ...details, retryAfterMs: end.getTime() - at.getTime() } },
  )
}

const mostOf = ({ usd, inputTokens, outputTokens }: Reservation['worst']): string =>
  `${usd === null ? '' : `${usd} USD and `}${inputTokens + outputTokens} tokens`

const tooLong = (budget: Pick<Budget, 'subject' | 'period'>): AppError =>
  new AppError('limited', `All that is left of ${describeBudget(budget)} is put aside for answers under way. Try again in a moment.`, {
    details: { part: 'budget', budget: { subject: budget.subject.type, period: budget.period }, retryAfterMs: 5000 },
  })
