import { CirclePause, Gauge, KeyRound, PlugZap, TriangleAlert, Unplug } from 'lucide-react'
import { Badge } from '../../components/badge.tsx'
import { m } from '../../messages/messages.ts'
import type { SiteStanding } from './site-health.ts'

const LOOKS = {
  active: { tone: 'good', Icon: PlugZap },
  paused: { tone: 'warn', Icon: CirclePause },
  no_key: { tone: 'warn', Icon: KeyRound },
  auth: { tone: 'bad', Icon: Unplug },
  rate_limited: { tone: 'warn', Icon: Gauge },
  unavailable: { tone: 'bad', Icon: TriangleAlert },
  refused: { tone: 'bad', Icon: TriangleAlert },
} as const

/** How a site stands. */
export function SiteBadge({ standing }: { readonly standing: SiteStanding }) {
  return <Badge {...LOOKS[standing]}>{m.sites.states[standing]}</Badge>
}
