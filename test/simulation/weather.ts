import type { FaultRuleInput } from '../../src/sandbox/faults/faults.ts'
import { pick } from './shape.ts'
import type { World } from './world.ts'

const CALLS = [
  'rate_limit_second',
  'server_error_before',
  'server_error_after',
  'bad_gateway_before',
  'bad_gateway_after',
  'disconnect_before',
  'disconnect_after',
  'token_expired',
] as const
const EVENTS = ['webhook_drop', 'webhook_duplicate', 'webhook_delay', 'webhook_reorder'] as const

/** Changes what goes wrong from now on: each kind of failure is there or not, more or less often. */
export function changeWeather(world: World): void {
  const { random, control } = world
  const isCalm = random.next('weather') < 0.3
  const rules: FaultRuleInput[] = []
  for (const kind of isCalm ? [] : CALLS)
    if (random.next('weather') < 0.35) rules.push({ kind, probability: random.next('weather') * 0.15 })
  for (const kind of EVENTS)
    if (random.next('weather') < 0.4) rules.push({ kind, probability: random.next('weather') * 0.5 })
  if (random.next('weather') < 0.3)
    rules.push({ kind: 'stale_balance', probability: 0.3, delay_ms: random.int('weather', STALE_MS) })
  if (!isCalm && random.next('weather') < 0.2) rules.push({ kind: 'missing_rows', probability: 0.1 })
  rules.push(...sitesAway(world, isCalm))
  for (const kind of ['invoice_rejected', 'invoice_waits'] as const)
    if (random.next('invoice weather') < 0.4) rules.push({ kind, probability: 0.5 })
  control.setFaults(rules.flatMap((rule) => placesOf(rule).map((operation) => ({ ...rule, operation }))))
  const silent = () => (!isCalm && random.next('weather') < 0.3 ? random.next('weather') * 0.1 : 0)
  Object.assign(world.silence, { before: silent(), after: silent() })
  world.tell(`weather: ${rules.map(({ kind }) => kind).join(' ') || 'fine'}`)
}

const STALE_MS = { min: 1_000, max: 20_000 }

/** Now and then a whole site is away: nobody reaches it, and it reaches nobody. */
function sitesAway({ sites, random }: World, isCalm: boolean): FaultRuleInput[] {
  return sites
    .filter(() => !isCalm && random.next('site weather') < 0.2)
    .map(({ place_id }) => ({ kind: 'disconnect_before', company_id: place_id }))
}

/**
 * Where a kind strikes. Not at the tokens' address: a refresh whose answer is lost costs the account, as in Bling. Keys of shops do not
 * expire.
 */
function placesOf({ kind, company_id }: FaultRuleInput): string[] {
  if (company_id !== undefined || !CALLS.some((name) => name === kind)) return ['*']
  const ofBling = ['* /estoques*', '* /pedidos*', '* /produtos*', '* /nfe*', '* /contatos*']
  return kind === 'token_expired' ? ofBling : [...ofBling, 'WC *', 'SITE *']
}

/** Somebody removes our application from an account, until a person connects it again. */
export function takeAccessAway(world: World): void {
  const { company_id, name } = pick(world.random, 'access', world.shops)
  world.control.revokeTokens({ company_id })
  world.tell(`${name} takes our access away`)
}

/** Ends all failures. */
export function clearSky(world: World): void {
  world.control.setFaults()
  Object.assign(world.silence, { before: 0, after: 0 })
  world.tell('the sky clears')
}
