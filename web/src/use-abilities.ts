import { useEffect, useState } from 'preact/hooks'
import { readAbilities, type Abilities } from './api/abilities.ts'

/** None until the server has told; a server that cannot tell has none beyond asking. */
export const useAbilities = (): Abilities => {
  const [abilities, setAbilities] = useState<Abilities>(new Set())
  useEffect(() => void readAbilities().then(setAbilities, () => {}), [])
  return abilities
}
