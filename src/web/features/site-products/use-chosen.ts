import { useState } from 'react'

/** Which products of a list are chosen, by id. */
export function useChosen() {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  return {
    chosen,
    choose(id: string, isChosen: boolean) {
      const next = new Set(chosen)
      if (isChosen) next.add(id)
      else next.delete(id)
      setChosen(next)
    },
    clear: () => setChosen(new Set()),
  }
}
