import type { ReactNode } from 'react'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { m } from '../../messages/messages.ts'
import { type KeptCart, keepCart } from '../../session/kept-carts.ts'
import type { Session } from '../../session/session.tsx'
import { useKeptCarts } from './use-cart.ts'

/**
 * Sales that were begun elsewhere than in the branch `here` and never finished: none of it is in the books, and the person decides
 * whether it goes on here or is thrown away. Without `here` it can only be thrown away, or wait: `children` says for what.
 */
export function KeptSales({
  here,
  onTake,
  children,
}: {
  readonly here?: Session['branch']
  readonly onTake?: (cart: KeptCart) => void
  readonly children?: ReactNode
}) {
  const carts = useKeptCarts().filter(({ branch_id }) => branch_id !== here?.id)
  return carts.map((cart) => (
    <div key={cart.branch_id} role="status">
      <Notice
        tone="warn"
        action={
          <>
            {here !== undefined && onTake !== undefined && (
              <Button look="main" onClick={() => onTake(cart)}>
                {m.till.kept.take(here.name)}
              </Button>
            )}
            <Button onClick={() => keepCart({ ...cart, lines: [] })}>{m.till.kept.discard}</Button>
          </>
        }
      >
        {m.till.kept.text(cart.branch_name, cart.lines.length)} {children}
      </Notice>
    </div>
  ))
}
