import { Printer } from 'lucide-react'
import { useRef } from 'react'
import { createPortal } from 'react-dom'
import { countText } from '../lib/format.ts'
import { refusalText } from '../lib/refusal-text.ts'
import { type PrintSource, usePrinting } from '../lib/use-printing.ts'
import { m } from '../messages/messages.ts'
import { Button } from './button.tsx'
import { usePageActions } from './page.tsx'
import { Paper, type PaperList } from './paper.tsx'
import { toast } from './toasts.tsx'

/**
 * Prints a list, all of it: what the screen has not read yet is read first, with its progress, and can be stopped. The browser's own
 * command prints what is there. It stands among the actions of its screen, or where it is put when `isHere`.
 */
export function PrintButton<Row>({
  isHere = false,
  source,
  ...list
}: PaperList<Row> & { readonly source: PrintSource<Row>; readonly isHere?: boolean }) {
  const actions = usePageActions()
  const control = useRef<HTMLSpanElement>(null)
  const printing = usePrinting(source, control, (error) => toast(refusalText(error), { tone: 'warn' }))
  const { printed, gathered, start, stop } = printing
  const button = (
    <span ref={control} className="contents">
      <Button
        onClick={gathered === null ? start : stop}
        className={isHere ? 'self-start' : ''}
        aria-label={gathered === null ? m.actions.print : m.print.stop(countText(gathered))}
      >
        <Printer size={18} aria-hidden="true" />
        {gathered === null ? (
          <span className={isHere ? '' : 'max-md:hidden'}>{m.actions.print}</span>
        ) : (
          <span role="status">{m.print.stop(countText(gathered))}</span>
        )}
      </Button>
    </span>
  )
  return (
    <>
      {isHere ? button : actions !== null && createPortal(button, actions)}
      {printed !== null && createPortal(<Paper list={list} printed={printed} />, document.body)}
    </>
  )
}
