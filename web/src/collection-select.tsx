interface Props {
  readonly names: readonly string[]
  readonly selected: string
  readonly onSelect: (name: string) => void
}

export const CollectionSelect = ({ names, selected, onSelect }: Props) => (
  <label class="collection">
    <span>Collection</span>
    <select value={selected} onChange={(event) => onSelect(event.currentTarget.value)}>
      {names.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  </label>
)
