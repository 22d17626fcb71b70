import type { DateTime } from 'luxon'
import { BREAKAGE_REASONS } from '../domain/stock/reasons.ts'
import type { Act } from './acts.ts'
import type { Company, Place } from './company.ts'
import { createDice, type Dice } from './dice.ts'
import type { Good } from './goods.ts'
import { atHour, momentOfNight, ticketsOf } from './rhythm.ts'
import { paymentOf, wishesOf } from './wishes.ts'

const MONDAY = 1
const WEDNESDAY = 3
const THURSDAY = 4
const SATURDAY = 6

const TERMINALS = ['Balcão', 'Salão', 'Varanda']
const COURTESIES = ['Aniversariante', 'Espera longa', 'Cliente da casa']
const LOSSES = ['Extravio', 'Vencido'] as const

/** Most counts are right; some miss a unit, few find one. */
const COUNT_ERRORS = [
  { error: 0, weight: 78 },
  { error: -1, weight: 13 },
  { error: -2, weight: 4 },
  { error: 1, weight: 5 },
]
/** Goods counted each time; the count goes round the whole shelf in some weeks. */
const COUNTED_AT_ONCE = 12
const TRANSFERRED_AT_ONCE = 4
/** The supplier that needs two days; the others bring things the day they are asked. */
const SLOW_SUPPLIER = 'Importadora Vila Real'

/** What happens on one business day in all branches, in order of time. The same seed and day always give the same. */
export function planDay(day: DateTime, company: Company, seed: string): Act[] {
  const acts = company.places.flatMap((place) => {
    const dice = createDice(`${seed}/${day.toISODate()}/${place.name}`)
    return [...afternoon(day, company, place, dice), ...night(day, company.goods, place, dice)]
  })
  return acts.sort((one, other) => one.at.getTime() - other.at.getTime())
}

/** The quiet hours: goods come in, shelves are counted, the smaller branch gets what it lacks. */
function afternoon(day: DateTime, { goods, places }: Company, place: Place, dice: Dice): Act[] {
  const { weekday } = day
  const acts: Act[] = []
  const slow = goods.filter((good) => good.supplier === SLOW_SUPPLIER)
  const fast = goods.filter((good) => good.supplier !== SLOW_SUPPLIER)
  if (weekday === WEDNESDAY || weekday === SATURDAY)
    acts.push({ at: atHour(day, 14), place, kind: 'arrival' })
  if (weekday > MONDAY && weekday <= SATURDAY)
    acts.push({ at: atHour(day, 15.5), place, kind: 'purchase', goods: fast, arrives: 'now' })
  if (weekday === MONDAY || weekday === THURSDAY) {
    acts.push({ at: atHour(day, 15.7), place, kind: 'purchase', goods: slow, arrives: 'later' })
    const first = (day.weekNumber * 2 + (weekday === MONDAY ? 0 : 1)) * COUNTED_AT_ONCE
    const counted = Array.from(
      { length: COUNTED_AT_ONCE },
      (_, index) => goods[(first + index) % goods.length],
    )
    const present = counted.filter((good) => good !== undefined)
    acts.push({
      at: atHour(day, 16.2),
      place,
      kind: 'count',
      goods: present,
      errors: present.map(() => countError(dice)),
    })
  }
  const [busiest] = places
  if (weekday === WEDNESDAY && place !== busiest) {
    const moved = Array.from({ length: TRANSFERRED_AT_ONCE }, () =>
      dice.pick(goods, (good) => good.popularity),
    )
    acts.push({ at: atHour(day, 16.8), place, kind: 'transfer', from: busiest, goods: [...new Set(moved)] })
  }
  return acts
}

function countError(dice: Dice): number {
  return dice.pick(COUNT_ERRORS, (one) => one.weight).error
}

function night(day: DateTime, goods: readonly Good[], place: Place, dice: Dice): Act[] {
  const tickets = ticketsOf(day, place.share, dice)
  const acts: Act[] = Array.from({ length: tickets }, () => ({
    at: momentOfNight(day, dice),
    place,
    kind: 'sale',
    wishes: wishesOf(goods, dice),
    payment_method: paymentOf(dice),
    terminal: dice.pick(TERMINALS),
  }))
  return [...acts, ...incidents(day, { goods, place, tickets, dice })]
}

/** What goes wrong or is given away, more of it on busy nights. */
function incidents(
  day: DateTime,
  bar: {
    readonly goods: readonly Good[]
    readonly place: Place
    readonly tickets: number
    readonly dice: Dice
  },
): Act[] {
  const { goods, place, tickets, dice } = bar
  const acts: Act[] = []
  const some = (among: readonly Good[]) => dice.pick(among, (good) => good.popularity)
  const glass = goods.filter((good) => !['Petiscos', 'Gelo'].includes(good.product.category))
  const poured = goods.filter((good) => good.product.dose_enabled)
  const at = () => momentOfNight(day, dice)
  const expected = (perTicket: number) => dice.happens(Math.min(0.9, tickets * perTicket))
  if (expected(0.006)) {
    const reason = dice.pick(BREAKAGE_REASONS.filter((one) => one !== 'Outro'))
    acts.push({ at: at(), place, kind: 'breakage', good: some(glass), reason })
  }
  if (expected(0.0015))
    acts.push({ at: at(), place, kind: 'loss', good: some(goods), reason: dice.pick(LOSSES) })
  if (expected(0.004))
    acts.push({ at: at(), place, kind: 'courtesy', good: some(goods), reason: dice.pick(COURTESIES) })
  if (expected(0.006)) acts.push({ at: at(), place, kind: 'cancellation' })
  if (expected(0.003))
    acts.push({ at: atHour(day, 26.2), place, kind: 'leftover', good: some(poured), doses: dice.whole(1, 2) })
  return acts
}
