import { expect, it } from 'vitest'
import { isFiltered, queryOf } from './order-filter.ts'

const now = new Date(2026, 10, 29, 23, 30)
const asked = (address: string) => queryOf(new URLSearchParams(address), now)

it('asks the API for what the address says', () => {
  const site = '01900000-0000-7000-8000-0000000000aa'
  expect(asked(`site=${site}&situacao=paid&nota=rejected&busca=%20silva%20`)).toMatchObject({
    ...{ site_id: site, status: 'paid', invoice_status: 'rejected', search: 'silva' },
  })
  expect(asked('andamento=pessoa')).toMatchObject({ needs_person: true })
  expect(asked('andamento=fila')).toMatchObject({ sending: 'due' })
  expect(asked('periodo=semana').from).toBe(new Date(2026, 10, 22).toISOString())
})

it('leaves out what the address says wrong', () => {
  const query = asked('site=x&situacao=sold&nota=1&andamento=tudo&periodo=ano&busca=+')
  expect(isFiltered(query)).toBe(false)
  expect(isFiltered(asked('periodo=hoje'))).toBe(true)
})
