import { expect, it } from 'vitest'
import { readProductCsv } from './read-product-csv.ts'

it('puts characters together again wherever the file is cut', async () => {
  const names = Array.from({ length: 6000 }, (_, n) => `${'x'.repeat(n % 7)}ção 🍺 ${n}`)
  const { rows } = await readProductCsv(['sku;nome', ...names.map((name, n) => `S${n};${name}`)].join('\n'))
  expect(rows.map((row) => row.values['name'])).toEqual(names)
})

it('takes the delimiter that makes most columns, whatever stands in the cells', async () => {
  const semicolons = await readProductCsv('sku;nome;preço\nA;"Vinho, tinto, seco";12,90\n')
  expect(semicolons.rows[0]?.values).toEqual({ sku: 'A', name: 'Vinho, tinto, seco', unit_price_cents: 1290 })
  const tabs = await readProductCsv('sku\tnome\tpreço\nA\tVinho; tinto\t12,90\n')
  expect(tabs.rows[0]?.values).toEqual({ sku: 'A', name: 'Vinho; tinto', unit_price_cents: 1290 })
})

it('says nothing about what a row leaves out, and empties what it leaves empty', async () => {
  const { rows } = await readProductCsv('sku;gtin;alerta;preço\nA\nB;;;\n')
  expect(rows.map((row) => row.values)).toEqual([
    { sku: 'A' },
    { sku: 'B', gtin: null, unit_price_cents: null },
  ])
})

it('names the line of each row, blank lines counted', async () => {
  const { rows } = await readProductCsv('sku;nome\n\nA;Um\n;;\n\nB;Dois\n')
  expect(rows.map(({ line, values }) => [line, values['sku']])).toEqual([
    [3, 'A'],
    [6, 'B'],
  ])
})

it('refuses more products than one file may hold', async () => {
  const csv = ['sku', ...Array.from({ length: 20_001 }, (_, n) => `S${n}`)].join('\n')
  await expect(readProductCsv(csv)).rejects.toMatchObject({ code: 'INVALID_VALUES' })
})
