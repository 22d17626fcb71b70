import { Faults } from './faults/faults.ts'
import { type ClockState, SandboxClock } from './kernel/clock.ts'
import { Random, type RandomState } from './kernel/random.ts'
import { type DayCounts, type LimitSettings, Limits } from './limits/limits.ts'
import { ActivityLog } from './log.ts'
import { type Journal, NO_JOURNAL, openJournal, readChanges } from './state/journal.ts'
import type { Change } from './state/table.ts'
import { createWorld, loadWorld, type World, worldChanges } from './state/world.ts'
import { Agenda } from './webhooks/agenda.ts'

/** Everything a handler works with. */
export interface Sim {
  readonly world: World
  readonly clock: SandboxClock
  readonly random: Random
  readonly agenda: Agenda
  readonly faults: Faults
  readonly limits: Limits
  readonly log: ActivityLog
  /** Makes all changes so far survive a crash. */
  flush(): void
  /** The whole state as plain data; `createSim` takes it back. */
  dump(): Change[]
  /** Flushes and closes the folder. */
  close(): void
}

/** Where the state comes from and goes to. */
export interface SimOptions {
  readonly seed: string
  readonly now: () => number
  /** A folder that keeps the state; absent means memory only. */
  readonly dataDir?: string
  /** A state made by `dump`, to start from. */
  readonly state?: readonly Change[]
}

/** Builds the state, from a folder, from a dump, or empty. */
export function createSim(options: SimOptions): Sim {
  let journal: Journal = NO_JOURNAL
  const world = createWorld((change) => journal.record(change))
  loadWorld(world, options.state ?? [])
  if (options.dataDir !== undefined) loadWorld(world, readChanges(options.dataDir))
  const clock = new SandboxClock(options.now)
  const random = new Random(options.seed)
  const faults = new Faults(random)
  const limits = new Limits()
  const parts: Parts = { clock, random, faults, limits }
  takeUp(world, parts)
  const flush = () => {
    if (options.dataDir === undefined) return
    keep(world, parts)
    if (limits.isDueToKeep) keepDays(world, limits)
    journal.flush()
  }
  const dump = () => {
    keep(world, parts)
    keepDays(world, limits)
    return [...worldChanges(world)]
  }
  if (options.dataDir !== undefined) journal = openJournal(options.dataDir, dump)
  return {
    world,
    clock,
    random,
    faults,
    agenda: new Agenda(world.tasks),
    limits,
    log: new ActivityLog(),
    flush,
    dump,
    close: () => {
      flush()
      journal.close()
    },
  }
}

interface Parts {
  readonly clock: SandboxClock
  readonly random: Random
  readonly faults: Faults
  readonly limits: Limits
}

/** Rows of `meta` are written only by `keep` and `keepDays`, whose shapes these are. */
function takeUp(world: World, parts: Parts): void {
  const clock = world.meta.get('', 'clock')
  const random = world.meta.get('', 'random')
  const rules = world.meta.get('', 'faults')
  const limits = world.meta.get('', 'limits')
  const days = world.meta.get('', 'days')
  if (clock) parts.clock.load(clock as ClockState)
  if (random) parts.random.load(random as RandomState)
  if (limits) parts.limits.settings = limits as LimitSettings
  if (days) parts.limits.loadDays(days as DayCounts)
  if (rules) parts.faults.set(rules as Parameters<Faults['set']>[0])
}

/** Puts what lives outside the tables into `meta`, when it changed. */
function keep(world: World, parts: Parts): void {
  const now = {
    clock: parts.clock.dump(),
    random: parts.random.dump(),
    faults: [...parts.faults.rules],
    limits: parts.limits.settings,
  }
  for (const [name, value] of Object.entries(now)) {
    if (JSON.stringify(world.meta.get('', name)) !== JSON.stringify(value)) world.meta.put('', name, value)
  }
}

/** Puts what companies called today into `meta`. */
function keepDays(world: World, limits: Limits): void {
  world.meta.put('', 'days', limits.dumpDays())
}
