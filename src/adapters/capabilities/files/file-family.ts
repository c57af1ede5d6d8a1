import type { Systems } from '../../../domain/systems.ts'
import type { Family } from '../look.ts'
import { directorySize } from './directory-size.ts'
import { fileFacts } from './file-facts.ts'

export const fileFamily = (systems: Systems): Family => ({
  looks: [...(systems.files.length > 0 ? [fileFacts(systems)] : []), ...(systems.directories.length > 0 ? [directorySize(systems)] : [])],
  missing: [
    ...(systems.files.length > 0 ? [] : [{ name: 'file_facts', why: 'systems.yaml names no files.' }]),
    ...(systems.directories.length > 0 ? [] : [{ name: 'directory_size', why: 'systems.yaml names no directories.' }]),
  ],
})
