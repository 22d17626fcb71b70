import type { TargetDraft } from './pool-draft.ts'

/** The shared targets of a draft dividing everything in equal whole percents that add to 100; the first get what is over. */
export function splitEqually(targets: readonly TargetDraft[]): readonly TargetDraft[] {
  const shared = targets.filter(({ role, paused }) => role === 'shared' && !paused)
  const base = Math.floor(100 / Math.max(1, shared.length))
  const over = 100 - base * shared.length
  return targets.map((target) => {
    const index = shared.indexOf(target)
    return index === -1 ? target : { ...target, kind: 'share', value: base + (index < over ? 1 : 0) }
  })
}
