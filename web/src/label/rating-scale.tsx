interface Props {
  readonly name: string
  readonly legend: string
  /** What 1 and 5 mean. */
  readonly ends: readonly [string, string]
  readonly value: number | null
  readonly keys: string
  readonly onValue: (value: number) => void
}

/** Five points with words at the ends. */
export const RatingScale = ({ name, legend, ends, value, keys, onValue }: Props) => (
  <fieldset class="scale">
    <legend>
      {legend} <kbd>{keys}</kbd>
    </legend>
    <div class="points">
      <span class="end" aria-hidden="true">
        {ends[0]}
      </span>
      {[1, 2, 3, 4, 5].map((point) => (
        <label key={point} class="point">
          <input
            type="radio"
            name={name}
            value={point}
            checked={value === point}
            aria-label={point === 1 ? `1, ${ends[0]}` : point === 5 ? `5, ${ends[1]}` : String(point)}
            onChange={() => onValue(point)}
          />
          <span aria-hidden="true">{point}</span>
        </label>
      ))}
      <span class="end" aria-hidden="true">
        {ends[1]}
      </span>
    </div>
  </fieldset>
)
