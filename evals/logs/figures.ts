/** How well lines are grouped, against the groups that people made. */
export interface GroupingFigures {
  /** GA (Zhu et al., 2019): share of lines in a group whose lines are exactly those of a true group. */
  readonly accuracy: number
  /** FGA (Jiang et al., 2024): harmonic mean of the shares of groups and of true groups that are exactly one another. */
  readonly groupF1: number
  /** Harmonic mean of precision and recall over pairs of lines that are in one group. */
  readonly pairF1: number
}

export const groupingFigures = (groups: readonly (string | number)[], truth: readonly string[]): GroupingFigures => {
  const ours = membersOf(groups)
  const theirs = membersOf(truth)
  const exact = new Set([...theirs.values()].map(String))
  const right = [...ours.values()].filter((members) => exact.has(String(members)))
  const together = membersOf(groups.map((group, line) => `${group}\n${truth[line]}`))
  return {
    accuracy: right.reduce((sum, { length }) => sum + length, 0) / truth.length,
    groupF1: (2 * right.length) / (ours.size + theirs.size),
    pairF1: (2 * pairs(together)) / (pairs(ours) + pairs(theirs)),
  }
}

const membersOf = (groups: readonly (string | number)[]): Map<string | number, number[]> => {
  const members = new Map<string | number, number[]>()
  groups.forEach((group, line) => {
    const known = members.get(group)
    if (known) known.push(line)
    else members.set(group, [line])
  })
  return members
}

const pairs = (groups: ReadonlyMap<unknown, readonly number[]>): number =>
  [...groups.values()].reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0)
