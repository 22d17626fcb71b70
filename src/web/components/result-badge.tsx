import { Check, CircleDashed, CircleSlash, Equal, Hourglass, LoaderCircle, TriangleAlert } from 'lucide-react'
import type { Run } from '../lib/sync-calls.ts'
import { m } from '../messages/messages.ts'
import { Badge } from './badge.tsx'

const LOOKS = {
  success: { tone: 'good', Icon: Check },
  unchanged: { tone: 'calm', Icon: Equal },
  pending: { tone: 'warn', Icon: Hourglass },
  partial: { tone: 'warn', Icon: CircleDashed },
  failed: { tone: 'bad', Icon: TriangleAlert },
  running: { tone: 'calm', Icon: LoaderCircle },
  cancelled: { tone: 'calm', Icon: CircleSlash },
} as const

/** How a run ended, or that it has not. */
export function ResultBadge({ run }: { readonly run: Pick<Run, 'state' | 'result'> }) {
  const name = run.state === 'cancelled' ? 'cancelled' : (run.result ?? 'running')
  return <Badge {...LOOKS[name]}>{m.sync.history.results[name]}</Badge>
}
