/** Whether two lists of durations can be told apart. */

/** Chance that one of `a` is larger than one of `b`, ties half: 0.5 where nothing tells them apart (Mann and Whitney, 1947). */
export const areaUnderCurve = (a: readonly number[], b: readonly number[]): number => {
  const ranked = [...a.map((value) => ({ value, isA: true })), ...b.map((value) => ({ value, isA: false }))].toSorted((x, y) => x.value - y.value)
  let sum = 0
  for (let from = 0; from < ranked.length;) {
    let to = from
    while (to < ranked.length && ranked[to]!.value === ranked[from]!.value) to++
    const rank = (from + 1 + to) / 2
    for (let place = from; place < to; place++) if (ranked[place]!.isA) sum += rank
    from = to
  }
  return (sum - (a.length * (a.length + 1)) / 2) / (a.length * b.length)
}

/** Half the width of its 95 % interval (Hanley and McNeil, 1982). */
export const halfWidth = (area: number, a: number, b: number): number => {
  const [one, two] = [area / (2 - area), (2 * area * area) / (1 + area)]
  const variance = (area * (1 - area) + (a - 1) * (one - area * area) + (b - 1) * (two - area * area)) / (a * b)
  return 1.96 * Math.sqrt(variance)
}
