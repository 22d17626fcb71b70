import { Link } from 'react-router'
import { buttonClass } from '../components/button.tsx'
import { Empty } from '../components/states.tsx'
import { m } from '../messages/messages.ts'

/** An address that leads nowhere, and the way back. */
export function NotFound() {
  return (
    <Empty
      title={m.states.notFoundTitle}
      action={
        <Link to="/estoque" className={buttonClass('main')}>
          {m.states.goToStock}
        </Link>
      }
    >
      {m.states.notFoundText}
    </Empty>
  )
}
