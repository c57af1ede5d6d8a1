interface Props {
  /** Seen before the name; read aloud as "Collection". */
  readonly label: string
  readonly names: readonly string[]
  readonly selected: string
  readonly onSelect: (name: string) => void
}

export const CollectionSelect = ({ label, names, selected, onSelect }: Props) => (
  <label class="collection">
    <span aria-hidden="true">{label}</span>
    <select value={selected} aria-label="Collection" onChange={(event) => onSelect(event.currentTarget.value)}>
      {names.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  </label>
)
