import { globSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import * as z from 'zod'
import { pathsIn, replaced, sampleOf } from '../../test/support/proof-samples.ts'
import { newProduct } from './catalog.ts'
import { fieldMessage } from './field-messages.ts'

const messagesOf = (schema: z.ZodType, value: unknown): string[] => {
  const parsed = schema.safeParse(value, { error: fieldMessage })
  return parsed.success ? [] : parsed.error.issues.map((issue) => issue.message)
}
const product = (fields: object) => messagesOf(newProduct, { sku: 'A', name: 'A', ...fields })

it.each([
  ['nothing', { name: undefined }, 'é obrigatório'],
  ['nothing but blanks', { name: '  ' }, 'não pode ficar vazio'],
  ['too long a text', { name: 'x'.repeat(201) }, 'deve ter no máximo 200 caracteres'],
  ['another type', { name: 7 }, 'deve ser um texto'],
  ['half a thing', { units_per_box: 1.5 }, 'deve ser um número inteiro'],
  ['too few', { units_per_box: 1 }, 'deve ser no mínimo 2'],
  ['too many', { units_per_box: 10_001 }, 'deve ser no máximo 10.000'],
  ['no yes or no', { box_tracking: 'sim' }, 'deve ser verdadeiro ou falso'],
  ['none of the options', { dose_mode: 'half' }, 'deve ser um destes: open_bottle, bottle_per_sale'],
  ['an unknown field', { prize: 1 }, 'tem um campo desconhecido: prize'],
  [
    'what may be empty',
    { category: 'x'.repeat(121) },
    'deve ficar vazio ou deve ter no máximo 120 caracteres',
  ],
  ['what the schema says itself', { gtin: '1' }, 'deve ter 8, 12, 13 ou 14 dígitos'],
])('says what is wrong with %s', (_, fields, message) => {
  expect(product(fields)).toEqual([message])
})

it.each([
  [z.email(), 'ana', 'deve ser um e-mail, como nome@empresa.com.br'],
  [z.uuid(), 'ana', 'deve ser um identificador (UUID)'],
  [z.iso.date(), '31/01/2026', 'deve ser uma data, como 2026-01-31'],
  [z.array(z.string()).min(2), [], 'deve ter no mínimo 2 itens'],
  [z.array(z.string()).max(1), ['a', 'b'], 'deve ter no máximo 1 item'],
  [z.string().length(3), 'ab', 'deve ter 3 caracteres'],
  [z.number().gt(0), 0, 'deve ser maior que 0'],
  [z.number().lt(1), 1, 'deve ser menor que 1'],
  [z.literal('sim'), 'não', 'deve ser sim'],
  [z.union([z.object({ a: z.int() }), z.object({ b: z.int() })]), {}, 'não tem nenhuma das formas aceitas'],
])('knows every kind of mistake: %#', (schema, value, message) => {
  expect(messagesOf(schema, value)).toEqual([message])
})

/** A wrong value of every kind, for any field. */
const WRONG = [undefined, null, true, -1, 1.5, 1e21, '', '\u0000', 'x'.repeat(5001), [], { um: 1, dois: 2 }]
/** The values of an option are the API's own words. */
const OPTIONS = /^deve ser um destes: .*$/

/** Words of Portugal, and what a message nobody translated would say. */
const FOREIGN =
  /registo|ficheiro|utilizador|contacto|car[áa]cter(?!es)|tuplo|demasiado|esperav|recebeu|entrada inv|ecrã|palavra-passe|invalid\b|expected|received|too (big|small)|must |required/i

it('answers every mistake that a request can make as Brazilians write', async () => {
  const folder = fileURLToPath(new URL('.', import.meta.url))
  const files = globSync('*.ts', { cwd: folder }).filter((name) => !name.endsWith('.test.ts'))
  const said = new Set<string>()
  let schemas = 0
  for (const name of files) {
    const room = (await import(join(folder, name))) as Record<string, unknown>
    for (const schema of Object.values(room)) {
      if (!(schema instanceof z.ZodType)) continue
      schemas += 1
      const sample = sampleOf(schema, {})
      for (const path of pathsIn(sample)) {
        for (const value of WRONG) {
          for (const message of messagesOf(schema, replaced(sample, path, value))) said.add(message)
        }
      }
    }
  }
  expect(schemas).toBeGreaterThan(60)
  expect(said.size).toBeGreaterThan(20)
  expect([...said].filter((message) => FOREIGN.test(message.replace(OPTIONS, '')))).toEqual([])
})
