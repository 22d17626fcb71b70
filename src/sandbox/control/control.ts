import * as z from 'zod'
import { type FaultRule, type FaultRuleInput, faultsSchema } from '../faults/faults.ts'
import type { LimitSettings } from '../limits/limits.ts'
import type { Sim } from '../sim.ts'
import type { Change } from '../state/table.ts'
import type { Courier, Settlement } from '../webhooks/courier.ts'
import * as apps from './apps.ts'
import * as companies from './companies.ts'
import * as goods from './goods.ts'
import * as orders from './orders.ts'
import * as shops from './shops.ts'
import * as sites from './sites.ts'
import { companies as allCompanies, companyState } from './view.ts'

/** `PUT /_sandbox/limits`. `used_today` brings a company near its daily limit without the calls. */
const limitsSchema = z.strictObject({
  per_second: z.int().min(0).optional(),
  per_day: z.int().min(0).optional(),
  ip_rules: z.boolean().optional(),
  used_today: z.record(z.string(), z.int().min(0)).optional(),
  forgive: z.boolean().optional(),
})

/** `PUT /_sandbox/clock`. `at` is milliseconds since the epoch. */
const clockModeSchema = z.strictObject({ mode: z.enum(['real', 'manual']), at: z.int().optional() })

/** `POST /_sandbox/clock`. */
export const clockAdvanceSchema = z.strictObject({ advance_ms: z.number().min(0) })

/** What the clock shows. */
export interface ClockView {
  readonly now: string
  readonly now_ms: number
  readonly mode: 'real' | 'manual'
  readonly next_due_at: number | null
}

type Rest<Fn> = Fn extends (sim: Sim, ...rest: infer Args) => infer Out ? (...args: Args) => Out : never

/** What a test, a demonstration or the control page does with the sandbox. */
export interface Control {
  readonly addApp: Rest<typeof apps.addApp>
  readonly patchApp: Rest<typeof apps.patchApp>
  readonly apps: Rest<typeof apps.allApps>
  readonly connect: Rest<typeof apps.connect>
  readonly expireTokens: Rest<typeof apps.expire>
  readonly revokeTokens: Rest<typeof apps.revoke>
  readonly companies: Rest<typeof allCompanies>
  readonly addCompany: Rest<typeof companies.foundCompany>
  readonly patchCompany: Rest<typeof companies.patchCompany>
  readonly addDeposit: Rest<typeof companies.addDeposit>
  readonly patchDeposit: Rest<typeof companies.patchDeposit>
  readonly addChannel: Rest<typeof companies.addChannel>
  readonly addContact: Rest<typeof companies.addContact>
  readonly addProduct: Rest<typeof goods.addProduct>
  readonly patchProduct: Rest<typeof goods.patchProduct>
  readonly deleteProduct: Rest<typeof goods.deleteProduct>
  readonly move: Rest<typeof goods.moveOnScreen>
  readonly patchMovement: Rest<typeof goods.patchMovement>
  readonly deleteMovement: Rest<typeof goods.deleteMovement>
  readonly addOrder: Rest<typeof orders.addOrder>
  readonly patchOrder: Rest<typeof orders.patchOrder>
  readonly ship: Rest<typeof orders.ship>
  readonly unship: Rest<typeof orders.unship>
  readonly deleteOrder: Rest<typeof orders.deleteOrder>
  readonly addInvoice: Rest<typeof orders.addInvoice>
  readonly patchInvoice: Rest<typeof orders.patchInvoice>
  readonly deleteInvoice: Rest<typeof orders.deleteInvoice>
  readonly state: Rest<typeof companyState>
  readonly addShop: Rest<typeof shops.addShop>
  readonly patchShop: Rest<typeof shops.patchShop>
  readonly addShopProduct: Rest<typeof shops.addShopProduct>
  readonly patchShopProduct: Rest<typeof shops.patchShopProduct>
  readonly addShopOrder: Rest<typeof shops.addShopOrder>
  readonly patchShopOrder: Rest<typeof shops.patchShopOrder>
  readonly shopState: Rest<typeof shops.shopState>
  readonly shops: Rest<typeof shops.allShops>
  readonly addSite: Rest<typeof sites.addSite>
  readonly patchSite: Rest<typeof sites.patchSite>
  readonly readSite: Rest<typeof sites.readSite>
  readonly addSiteOrder: Rest<typeof sites.addSiteOrder>
  readonly patchSiteOrder: Rest<typeof sites.patchSiteOrder>
  readonly siteState: Rest<typeof sites.siteState>
  readonly sites: Rest<typeof sites.allSites>
  /** Replaces the fault rules; none ends all faults. */
  setFaults(rules?: readonly FaultRuleInput[]): readonly FaultRule[]
  setLimits(input: z.input<typeof limitsSchema>): LimitSettings
  clock(): ClockView
  setClock(input: z.input<typeof clockModeSchema>): ClockView
  advance(ms: number): ClockView
  /** Starts all random sequences anew. */
  reseed(seed: string): void
  /** Does everything due, and returns when it is delivered. */
  settle(): Promise<Settlement>
  /** The whole state, to start another sandbox from. */
  dump(): Change[]
}

/** Binds the operations to one sandbox. */
export function makeControl(sim: Sim, courier: Courier): Control {
  const bind =
    <Args extends unknown[], Out>(operation: (sim: Sim, ...args: Args) => Out) =>
    (...args: Args): Out => {
      const result = operation(sim, ...args)
      sim.flush()
      return result
    }
  return {
    addApp: bind(apps.addApp),
    patchApp: bind(apps.patchApp),
    apps: bind(apps.allApps),
    connect: bind(apps.connect),
    expireTokens: bind(apps.expire),
    revokeTokens: bind(apps.revoke),
    companies: bind(allCompanies),
    addCompany: bind(companies.foundCompany),
    patchCompany: bind(companies.patchCompany),
    addDeposit: bind(companies.addDeposit),
    patchDeposit: bind(companies.patchDeposit),
    addChannel: bind(companies.addChannel),
    addContact: bind(companies.addContact),
    addProduct: bind(goods.addProduct),
    patchProduct: bind(goods.patchProduct),
    deleteProduct: bind(goods.deleteProduct),
    move: bind(goods.moveOnScreen),
    patchMovement: bind(goods.patchMovement),
    deleteMovement: bind(goods.deleteMovement),
    addOrder: bind(orders.addOrder),
    patchOrder: bind(orders.patchOrder),
    ship: bind(orders.ship),
    unship: bind(orders.unship),
    deleteOrder: bind(orders.deleteOrder),
    addInvoice: bind(orders.addInvoice),
    patchInvoice: bind(orders.patchInvoice),
    deleteInvoice: bind(orders.deleteInvoice),
    state: bind(companyState),
    addShop: bind(shops.addShop),
    patchShop: bind(shops.patchShop),
    addShopProduct: bind(shops.addShopProduct),
    patchShopProduct: bind(shops.patchShopProduct),
    addShopOrder: bind(shops.addShopOrder),
    patchShopOrder: bind(shops.patchShopOrder),
    shopState: bind(shops.shopState),
    shops: bind(shops.allShops),
    addSite: bind(sites.addSite),
    patchSite: bind(sites.patchSite),
    readSite: bind(sites.readSite),
    addSiteOrder: bind(sites.addSiteOrder),
    patchSiteOrder: bind(sites.patchSiteOrder),
    siteState: bind(sites.siteState),
    sites: bind(sites.allSites),
    ...worldControl(sim, courier),
  }
}

/** The operations on the sandbox itself. */
function worldControl(sim: Sim, courier: Courier) {
  const clock = (): ClockView => ({
    now: new Date(sim.clock.now()).toISOString(),
    now_ms: sim.clock.now(),
    mode: sim.clock.mode,
    next_due_at: sim.agenda.nextDue() ?? null,
  })
  const moved = (): ClockView => {
    sim.flush()
    courier.arm()
    return clock()
  }
  return {
    setFaults: (rules: readonly FaultRuleInput[] = []) => {
      sim.faults.set(faultsSchema.parse({ rules }).rules)
      sim.flush()
      return sim.faults.rules
    },
    setLimits: (input: z.input<typeof limitsSchema>) => {
      const { forgive, used_today, ...given } = limitsSchema.parse(input)
      if (forgive) sim.limits.forgive()
      for (const [company, count] of Object.entries(used_today ?? {}))
        sim.limits.setUsedToday(company, count, sim.clock.now())
      const { per_second, per_day, ip_rules } = sim.limits.settings
      sim.limits.settings = {
        per_second: given.per_second ?? per_second,
        per_day: given.per_day ?? per_day,
        ip_rules: given.ip_rules ?? ip_rules,
      }
      sim.flush()
      return sim.limits.settings
    },
    clock,
    setClock: (input: z.input<typeof clockModeSchema>) => {
      const { mode, at } = clockModeSchema.parse(input)
      sim.clock.setMode(mode, at)
      return moved()
    },
    advance: (ms: number) => {
      sim.clock.advance(ms)
      return moved()
    },
    reseed: (seed: string) => {
      sim.random.reseed(seed)
      sim.flush()
    },
    settle: () => courier.settle(),
    dump: () => sim.dump(),
  }
}
