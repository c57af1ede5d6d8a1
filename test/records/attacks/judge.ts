/** Tells of a reply, by its bytes alone, whether the attempt has learned what is somebody else's. */
import type { Attempt } from './attempt.ts'
import type { Secrets } from './secrets.ts'
import type { Reply } from './send.ts'

export interface Verdict {
  /** Values of others beyond those that the attempt itself held. */
  readonly leaked: readonly string[]
  /** Values of others that came back as they were sent. */
  readonly echoed: readonly string[]
  /** A forged credential was taken. */
  readonly admitted: boolean
  /** It met something that the program did not expect. */
  readonly broke: boolean
}

export const judging =
  (secrets: Secrets) =>
  (attempt: Attempt, { status, headers, body }: Reply): Verdict => {
    const told = `${headers.join('\n')}\n${body}`
    const foreign = secrets.foreignTo(attempt.attacker, told)
    const sent = [attempt.path, ...attempt.headers, attempt.body ?? '', ...attempt.typed].join('\n')
    const known = foreign.size === 0 ? foreign : secrets.foreignTo(attempt.attacker, sent)
    const beyond = foreign.size === 0 ? foreign : secrets.foreignTo(attempt.attacker, told, known)
    return {
      // A value that holds a known one (an e-mail a name) would be cut with it, and is told all the same.
      leaked: [...foreign].filter((value) => !known.has(value) && (beyond.has(value) || [...known].some((it) => value.includes(it)))),
      echoed: [...foreign].filter((value) => known.has(value)),
      admitted: attempt.wanted === 'refused' && status < 400,
      broke: status === 500 || status === 0,
    }
  }

export interface Tally {
  attempts: number
  leaks: number
  echoes: number
  admitted: number
  /** Replies by status. */
  readonly statuses: Record<number, number>
}

/** By family, with the first few that went wrong. */
export interface Outcome {
  readonly byFamily: Readonly<Record<string, Tally>>
  readonly wrong: readonly { readonly attempt: Attempt; readonly reply: Reply; readonly verdict: Verdict }[]
}

export const newOutcome = (): { outcome: Outcome; add(attempt: Attempt, reply: Reply, verdict: Verdict): void } => {
  const byFamily: Record<string, Tally> = {}
  const wrong: { attempt: Attempt; reply: Reply; verdict: Verdict }[] = []
  return {
    outcome: { byFamily, wrong },
    add: (attempt, reply, verdict) => {
      const tally = (byFamily[attempt.family] ??= { attempts: 0, leaks: 0, echoes: 0, admitted: 0, statuses: {} })
      tally.attempts += 1
      tally.echoes += verdict.echoed.length > 0 ? 1 : 0
      tally.leaks += verdict.leaked.length > 0 ? 1 : 0
      tally.admitted += verdict.admitted ? 1 : 0
      tally.statuses[reply.status] = (tally.statuses[reply.status] ?? 0) + 1
      if ((verdict.leaked.length > 0 || verdict.admitted || verdict.broke) && wrong.length < 20) wrong.push({ attempt, reply, verdict })
    },
  }
}

export const sumOfTallies = ({ byFamily }: Outcome): Omit<Tally, 'statuses'> =>
  Object.values(byFamily).reduce(
    (sum, { attempts, leaks, echoes, admitted }) => ({
      attempts: sum.attempts + attempts,
      leaks: sum.leaks + leaks,
      echoes: sum.echoes + echoes,
      admitted: sum.admitted + admitted,
    }),
    { attempts: 0, leaks: 0, echoes: 0, admitted: 0 },
  )

/** Of 0 in n the rate is below 3/n with 95 % confidence (rule of three, Hanley and Lippman-Hand, 1983). */
export const outcomeInWords = (outcome: Outcome): string => {
  const { attempts, leaks, echoes, admitted } = sumOfTallies(outcome)
  const families = Object.entries(outcome.byFamily).map(
    ([name, { attempts, leaks, echoes, statuses }]) =>
      `  ${name.padEnd(20)} ${String(attempts).padStart(6)} attempts ${String(leaks).padStart(4)} leaks ${String(echoes).padStart(6)} echoes  ${Object.entries(
        statuses,
      )
        .map(([status, count]) => `${status}: ${count}`)
        .join(', ')}`,
  )
  const bound = leaks === 0 ? `, below ${(3 / attempts).toExponential(1)} with 95 % confidence` : ''
  return [`${attempts} attempts: ${leaks} leaks${bound}; ${admitted} forged credentials taken; ${echoes} echoes of what was sent`, ...families].join('\n')
}
