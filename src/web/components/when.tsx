import { dateText, exactDateText } from '../lib/dates.ts'

/** An instant as people say it; exact when pointed at, and for machines. */
export function When({ at, className = '' }: { readonly at: string; readonly className?: string }) {
  return (
    <time dateTime={at} title={exactDateText(at)} className={className}>
      {dateText(at, new Date())}
    </time>
  )
}
