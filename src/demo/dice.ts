import { Random } from '../sandbox/kernel/random.ts'

/** Chance that falls the same way every time for the same seed. */
export type Dice = {
  /** Whether something of this probability (0 to 1) happens. */
  happens(probability: number): boolean
  /** A whole number from `min` to `max`, both included. */
  whole(min: number, max: number): number
  /** A number from `min` up to, but not including, `max`. */
  between(min: number, max: number): number
  /** One of the things, each as likely as its weight says. */
  pick<Thing>(things: readonly Thing[], weightOf?: (thing: Thing) => number): Thing
}

/** Makes dice of a seed; dice of another seed know nothing of these. */
export function createDice(seed: string): Dice {
  const random = new Random(seed)
  const roll = () => random.next('dice')
  return {
    happens: (probability) => roll() < probability,
    whole: (min, max) => min + Math.floor(roll() * (max - min + 1)),
    between: (min, max) => min + roll() * (max - min),
    pick(things, weightOf = () => 1) {
      let left = roll() * things.reduce((sum, thing) => sum + weightOf(thing), 0)
      for (const thing of things) {
        left -= weightOf(thing)
        if (left < 0) return thing
      }
      throw new Error('there is nothing to pick from')
    },
  }
}
