import { Link } from 'react-router'
import { m } from '../messages/messages.ts'
import { useSession } from '../session/session.tsx'
import { buttonClass } from './button.tsx'

/** The way to the catalogue where there is no product yet; nothing for who may not fill it. */
export function ToProducts() {
  const { can } = useSession()
  if (!can('catalog.write')) return null
  return (
    <Link to="/produtos" className={buttonClass('main')}>
      {m.stock.emptyAction}
    </Link>
  )
}
