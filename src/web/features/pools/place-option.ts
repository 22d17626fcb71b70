import { placeText } from '../../lib/places.ts'
import type { Place } from './use-known-places.ts'

/** A place in a list of choices; a branch stands under a heading that says so. */
export function placeOptionText({ kind, name, owner }: Place): string {
  return kind === 'branch' ? name : placeText({ name, owner })
}
