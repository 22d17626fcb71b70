import { dateText, exactDateText, paperDateText } from '../lib/dates.ts'
import { useIsOnPaper } from '../lib/on-paper.ts'

/** An instant as people say it; exact when pointed at, for machines, and on paper, which is read another day. */
export function When({ at, className = '' }: { readonly at: string; readonly className?: string }) {
  const isOnPaper = useIsOnPaper()
  return (
    <time dateTime={at} title={exactDateText(at)} className={className}>
      {isOnPaper ? paperDateText(at) : dateText(at, new Date())}
    </time>
  )
}
