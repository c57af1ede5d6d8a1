import { useEffect, useState } from 'preact/hooks'
import { readAbilities, type Abilities } from './api/abilities.ts'
import type { Session } from './api/types.ts'

/** None until the server has told; a server that cannot tell has none beyond asking. */
export const useAbilities = (session: Session): Abilities => {
  const [abilities, setAbilities] = useState<Abilities>(new Set())
  useEffect(() => void readAbilities(session).then(setAbilities, () => {}), [])
  return abilities
}
