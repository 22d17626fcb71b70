import { expect, it } from 'vitest'
import { restateLots } from './restate-lots.ts'

const lot = (batch_number: string, quantity: number) => ({ batch_number, expiry_date: null, quantity })

it('says every lot in doses when a product begins to be sold by the dose', () => {
  expect(restateLots([lot('A', 4), lot('B', 6)], 1, 25)).toEqual([lot('A', 96), lot('B', 144)])
})

it('says every lot in bottles again, carrying what does not come out even to the next', () => {
  expect(restateLots([lot('A', 130), lot('B', 120)], 25, 1)).toEqual([lot('A', -125), lot('B', -115)])
})

it('changes nothing when the unit stays', () => {
  expect(restateLots([lot('A', 4)], 12, 12)).toEqual([])
})
