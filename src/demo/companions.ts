import { ProblemError } from '../client/problem-error.ts'
import { catchUp } from './catch-up.ts'
import { sellLive } from './live-sales.ts'
import type { RunningDemo } from './running-demo.ts'
import { orderInShops } from './shops/live-orders.ts'
import { orderAtSites } from './shops/live-site-orders.ts'

/** Something that goes on beside the product while a demonstration is up, until `signal` ends it. */
export type Companion = {
  /** What it is to the person at the console, in pt-BR. */
  readonly name: string
  run(demo: RunningDemo, signal: AbortSignal): Promise<void>
}

/** Guests who come in at any hour. */
const liveSales: Companion = {
  name: 'vendas ao vivo',
  run: ({ address, password }, signal) => sellLive({ address, password, signal }),
}

/** People who order from their sofas. */
const liveOrders: Companion = {
  name: 'pedidos das lojas',
  run: ({ sandbox }, signal) => orderInShops({ control: sandbox.control, signal }),
}

/** People who order at the bar's own sites, pay, and change their minds. */
const liveSiteOrders: Companion = {
  name: 'pedidos dos sites',
  run: ({ sandbox }, signal) => orderAtSites({ control: sandbox.control, signal }),
}

/** The days that the demonstration was switched off; lived through before anybody looks. */
export const MISSED_DAYS: Companion = { name: 'o que aconteceu enquanto esteve desligada', run: catchUp }

/** Whom a demonstration has around it. Other systems that the bar is connected to stand here, beside its guests. */
export function companionsOf(options: { readonly hasLiveSales: boolean }): readonly Companion[] {
  return options.hasLiveSales ? [liveSales, liveOrders, liveSiteOrders] : []
}

/** Runs the companions until all have ended. One that cannot go on ends alone, and `onEnded` hears why. */
export async function runCompanions(
  companions: readonly Companion[],
  demo: RunningDemo,
  watch: { readonly signal: AbortSignal; readonly onEnded: (sentence: string) => void },
): Promise<void> {
  const runs = companions.map(async ({ name, run }) => {
    try {
      await run(demo, watch.signal)
    } catch (error) {
      if (watch.signal.aborted) return
      demo.logger.warn({ err: error }, 'a companion of the demonstration ended')
      const why = error instanceof ProblemError ? error.detail : String(error)
      watch.onEnded(`A demonstração segue sem ${name}: ${why}`)
    }
  })
  await Promise.all(runs)
}
