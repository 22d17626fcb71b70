import { writtenAnswer } from '../contract/movements.ts'
import type { Act } from './acts.ts'
import type { Books } from './books.ts'
import { type Errand, errandsOf } from './errands.ts'

/**
 * Performs acts together, in their order, through the same commands that a person's requests become. A refusal is a mistake of
 * the demonstration: its staff asks only for what is there. Gives how many commands it took.
 */
export async function perform(acts: readonly Act[], books: Books): Promise<number> {
  const errands: Errand[] = []
  for (const act of acts) errands.push(...(await errandsOf(act, books)))
  const { queue } = books.world
  const answers = await Promise.all(errands.map(({ command }) => queue.execute(command)))
  const movements = answers.map(({ status, body }, index) => {
    if (status !== 200 && status !== 201) throw new Error(`the demonstration was refused: ${body}`)
    errands[index]?.remember?.(body)
    return writtenAnswer.parse(JSON.parse(body)).movements
  })
  books.shelf.learn(movements.flat())
  return errands.length
}
