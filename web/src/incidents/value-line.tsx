/** The newest values as a line between their least and greatest; nothing where there are fewer than two. */
export const ValueLine = ({ values }: { readonly values: readonly number[] }) => {
  if (values.length < 2) return <span />
  const low = Math.min(...values)
  const range = Math.max(...values) - low
  const points = values.map(
    (value, index) => `${((index / (values.length - 1)) * 100).toFixed(1)},${(range === 0 ? 12 : 22 - ((value - low) / range) * 20).toFixed(1)}`,
  )
  return (
    <svg class="value-line" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true">
      <polyline points={points.join(' ')} />
    </svg>
  )
}
