import { expect, it } from 'vitest'
import { createErrorBrake } from './error-brake.ts'

it('lets calls pass while errors are few, and else waits until enough of them are ten seconds old', async () => {
  let now = 0
  const slept: number[] = []
  const brake = createErrorBrake({
    now: () => now,
    sleep: async (ms) => {
      slept.push(ms)
      now += ms
    },
  })
  for (let error = 0; error < 199; error += 1) brake.note()
  await brake.pass()
  expect(slept).toEqual([])
  now = 4000
  brake.note()
  await brake.pass()
  expect(slept).toEqual([6000])
  await brake.pass()
  expect(slept).toEqual([6000])
})
