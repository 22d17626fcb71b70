import type { Me } from './session-store.ts'

type Branch = Me['branches'][number]

/**
 * Where this device works. It never moves by itself: `unchosen` when there are several and none was picked, `lost` when the one it had
 * takes no movements any more (then it has a name) or is not among the person's; `none` when the person reaches no active branch.
 */
export type DeviceBranch =
  | { readonly kind: 'in'; readonly branch: Branch }
  | { readonly kind: 'unchosen' }
  | { readonly kind: 'lost'; readonly name: string | null }
  | { readonly kind: 'none' }

/** Where a device that keeps the branch `kept` works, for someone who reaches `reached`; the only one there is needs no choice. */
export function deviceBranch(reached: readonly Branch[], kept: string | null): DeviceBranch {
  const active = reached.filter((branch) => branch.is_active)
  const [first, ...others] = active
  if (first === undefined) return { kind: 'none' }
  if (kept === null) return others.length === 0 ? { kind: 'in', branch: first } : { kind: 'unchosen' }
  const branch = active.find((one) => one.id === kept)
  if (branch !== undefined) return { kind: 'in', branch }
  return { kind: 'lost', name: reached.find((one) => one.id === kept)?.name ?? null }
}
