import { useCallback, useMemo, useSyncExternalStore } from 'react'
import { type KeptCart, keepCart, keptCarts, onKeptCarts } from '../../session/kept-carts.ts'
import { type Session, useSession } from '../../session/session.tsx'
import { type Cart, mergeCarts } from './cart.ts'

type Branch = NonNullable<Session['branch']>

/** The sales that this person began on this device and has not finished, in every branch. */
export function useKeptCarts(): readonly KeptCart[] {
  const { me } = useSession()
  const carts = useSyncExternalStore(onKeptCarts, keptCarts)
  return useMemo(() => carts.filter(({ owner }) => owner === ownerOf(me)), [carts, me])
}

/**
 * The sale that is under way in a branch. It is kept on the device at every change, so that neither another screen, a reload nor the
 * end of the branch loses it.
 */
export function useCart({ id, name }: Branch) {
  const { me } = useSession()
  const owner = ownerOf(me)
  const carts = useKeptCarts()
  const setCart = useCallback(
    (change: (before: Cart) => Cart) =>
      keepCart({
        owner,
        branch_id: id,
        branch_name: name,
        lines: change(linesOf(keptCarts(), owner, id)),
      }),
    [owner, id, name],
  )
  /** Continues here the sale that was begun in another branch; what was agreed about its stock says nothing of the one here. */
  const take = useCallback(
    (other: KeptCart) => {
      const lines = other.lines.map((line) => ({ ...line, partial: 'refuse' as const }))
      setCart((before) => mergeCarts(before, lines))
      keepCart({ ...other, lines: [] })
    },
    [setCart],
  )
  return { cart: linesOf(carts, owner, id), setCart, take }
}

const EMPTY: Cart = []

function linesOf(carts: readonly KeptCart[], owner: string, branch_id: string): Cart {
  return carts.find((cart) => cart.owner === owner && cart.branch_id === branch_id)?.lines ?? EMPTY
}

function ownerOf({ tenant, user }: Session['me']): string {
  return `${tenant.id} ${user.id}`
}
