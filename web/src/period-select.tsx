const periods = [7, 30, 90]

/** How many days a view looks back. */
export const PeriodSelect = ({ days, onChange }: { readonly days: number; readonly onChange: (days: number) => void }) => (
  <label>
    Days{' '}
    <select value={days} onChange={(event) => onChange(Number(event.currentTarget.value))}>
      {periods.map((it) => (
        <option key={it} value={it}>
          {it}
        </option>
      ))}
    </select>
  </label>
)
