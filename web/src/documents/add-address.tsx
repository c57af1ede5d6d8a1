import { useState } from 'preact/hooks'

/** A page or a whole site, read by the server. */
export const AddAddress = ({ collection, onAddress }: { collection: string; onAddress: (url: string) => void }) => {
  const [url, setUrl] = useState('')
  const submit = (event: Event): void => {
    event.preventDefault()
    onAddress(url.trim())
    setUrl('')
  }
  return (
    <form class="add-address" onSubmit={submit}>
      <label for="address">or a site</label>
      <input
        id="address"
        type="url"
        required
        pattern="https?://.+"
        placeholder="https://docs.example.com/"
        title={`The page at this address and the pages below it go to “${collection}”`}
        value={url}
        onInput={(event) => setUrl(event.currentTarget.value)}
      />
      <button type="submit" class="quiet" disabled={url.trim() === ''}>
        Add
      </button>
    </form>
  )
}
