import { DropArea } from '../drop-area.tsx'

interface Props {
  readonly collection: string
  readonly onFiles: (files: readonly File[]) => void
}

export const DropZone = ({ collection, onFiles }: Props) => (
  <DropArea verb="Choose files" label="Files to add" id="files" multiple onFiles={onFiles}>
    or drop them here. Markdown, text, HTML, PDF, Word, notebooks, CSV and JSON go to the collection “{collection}” on this machine and nowhere else.
  </DropArea>
)
