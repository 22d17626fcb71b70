import { CircleMinus, CirclePause, PlugZap, Unplug } from 'lucide-react'
import { Badge } from '../../components/badge.tsx'
import type { Account } from '../../lib/bling-calls.ts'
import { m } from '../../messages/messages.ts'

const LOOKS = {
  active: { tone: 'good', Icon: PlugZap },
  frozen: { tone: 'warn', Icon: CirclePause },
  excluded: { tone: 'calm', Icon: CircleMinus },
  reauthorize: { tone: 'bad', Icon: Unplug },
} as const

/** How an account takes part. */
export function StateBadge({ state }: { readonly state: Account['state'] }) {
  return <Badge {...LOOKS[state]}>{m.bling.states[state]}</Badge>
}
