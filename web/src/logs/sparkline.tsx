const size = { width: 120, height: 18 }
const mostBars = 40

/** How a template's lines lie over the log: each bar a span of it. Its figures stand beside it. */
export const Sparkline = ({ rate }: { readonly rate: readonly number[] }) => {
  const sums = grouped(rate)
  const highest = Math.max(1, ...sums)
  const step = size.width / Math.max(1, sums.length)
  return (
    <svg class="sparkline" viewBox={`0 0 ${size.width} ${size.height}`} aria-hidden="true" preserveAspectRatio="none">
      {sums.map((sum, index) => {
        const height = sum === 0 ? 0 : Math.max(1.5, (sum / highest) * size.height)
        // Bars have no other name than their place.
        return <rect key={String(index)} x={index * step} y={size.height - height} width={Math.max(0.8, step * 0.8)} height={height} />
      })}
    </svg>
  )
}

const grouped = (rate: readonly number[]): number[] => {
  const wide = Math.min(mostBars, rate.length)
  return Array.from({ length: wide }, (_, at) =>
    rate.slice(Math.floor((at * rate.length) / wide), Math.floor(((at + 1) * rate.length) / wide)).reduce((sum, it) => sum + it, 0),
  )
}
