import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BOTTLE, levelOf, makeProduct, putLevel } from '../support/stock.ts'
import { startTestApp, type TestApp } from '../support/test-app.ts'

let test: TestApp
beforeAll(async () => {
  test = await startTestApp()
})
afterAll(() => test.close())

type Level = readonly [number, number, number?]
type Case = {
  readonly no: number | string
  readonly does: string
  readonly product?: Record<string, unknown>
  readonly given: Level
  readonly path: string
  readonly body: Record<string, unknown>
  /** (C, U, D, T) afterwards. */
  readonly leaves: readonly [number, number, number, number]
  /** What the first row written says. */
  readonly row?: Record<string, unknown>
  readonly answer?: Record<string, unknown>
}

const MUNTU = { muntu_enabled: true, muntu_quantity: 6, muntu_price_cents: 4500 }
const sells = (sold_as: string, quantity: number, more: Record<string, unknown> = {}) => ({
  lines: [{ sold_as, quantity, ...more }],
})
const opened = { box_opened_automatically: true, boxes_opened: 1 }
const unopened = { box_opened_automatically: false, boxes_opened: 0 }

const cases: readonly Case[] = [
  {
    no: 2,
    does: 'opens a box for two units',
    given: [5, 0],
    path: '/sales',
    body: sells('unit', 2),
    leaves: [4, 10, 0, 58],
    row: {
      ...opened,
      movement_type: 'sale',
      quantity: -2,
      quantity_before: 60,
      closed_boxes_before: 5,
      open_box_before: 0,
      quantity_after: 58,
      closed_boxes_after: 4,
      open_box_after: 10,
    },
  },
  {
    no: 3,
    does: 'opens a box for three',
    given: [10, 0],
    path: '/sales',
    body: sells('unit', 3),
    leaves: [9, 9, 0, 117],
    row: opened,
  },
  {
    no: 4,
    does: 'leaves the next box closed until it is needed',
    given: [5, 8],
    path: '/sales',
    body: sells('unit', 8),
    leaves: [5, 0, 0, 60],
    row: unopened,
  },
  {
    no: 5,
    does: 'takes from the open box first, then opens one',
    given: [5, 8],
    path: '/sales',
    body: sells('unit', 10),
    leaves: [4, 10, 0, 58],
    row: opened,
  },
  {
    no: 6,
    does: 'opens several boxes in one row',
    given: [5, 8],
    path: '/sales',
    body: sells('unit', 30),
    leaves: [3, 2, 0, 38],
    row: { boxes_opened: 2, quantity: -30 },
  },
  {
    no: 7,
    does: 'opens a box for twelve units',
    given: [3, 0],
    path: '/sales',
    body: sells('unit', 12),
    leaves: [2, 0, 0, 24],
    row: opened,
  },
  {
    no: 8,
    does: 'sells everything',
    given: [5, 8],
    path: '/sales',
    body: sells('unit', 68),
    leaves: [0, 0, 0, 0],
    row: { boxes_opened: 5 },
  },
  {
    no: 9,
    does: 'sells a sealed box',
    given: [5, 8],
    path: '/sales',
    body: sells('box', 1),
    leaves: [4, 8, 0, 56],
    row: unopened,
  },
  {
    no: 10,
    does: 'sells the only sealed box',
    given: [1, 2],
    path: '/sales',
    body: sells('box', 1),
    leaves: [0, 2, 0, 2],
    row: unopened,
  },
  {
    no: 14,
    does: 'opens nothing without box control',
    product: { box_tracking: false, units_per_box: null },
    given: [0, 5],
    path: '/sales',
    body: sells('unit', 1),
    leaves: [0, 4, 0, 4],
    row: unopened,
  },
  {
    no: 18,
    does: 'opens a box by hand',
    given: [4, 0],
    path: '/inventory/box-openings',
    body: {},
    leaves: [3, 12, 0, 48],
    row: { movement_type: 'box_opening', quantity: 0, box_opened_automatically: false },
  },
  {
    no: 21,
    does: 'sells a Muntu',
    product: MUNTU,
    given: [2, 0],
    path: '/sales',
    body: sells('muntu', 1),
    leaves: [1, 6, 0, 18],
    row: { ...opened, movement_type: 'sale_muntu', quantity: -6 },
    answer: { total_cents: 4500, savings_cents: 900 },
  },
  {
    no: 22,
    does: 'sells three Muntus',
    product: MUNTU,
    given: [2, 4],
    path: '/sales',
    body: sells('muntu', 3),
    leaves: [0, 10, 0, 10],
    row: { boxes_opened: 2 },
    answer: { total_cents: 13500, savings_cents: 2700 },
  },
  {
    no: 23,
    does: 'sells a Muntu larger than a box',
    product: { ...MUNTU, muntu_quantity: 15 },
    given: [3, 1],
    path: '/sales',
    body: sells('muntu', 1),
    leaves: [1, 10, 0, 22],
    row: { boxes_opened: 2 },
  },
  {
    no: 25,
    does: 'sells part of a Muntu when a person agrees',
    product: MUNTU,
    given: [0, 10],
    path: '/sales',
    body: sells('muntu', 2, { partial: 'accept' }),
    leaves: [0, 0, 0, 0],
    row: { movement_type: 'sale_muntu', quantity: -6, notes: 'Muntu parcial: 10 de 12' },
    answer: { total_cents: 8100 },
  },
  {
    no: 26,
    does: 'sells less than one pack at unit price',
    product: MUNTU,
    given: [0, 4],
    path: '/sales',
    body: sells('muntu', 1, { partial: 'accept' }),
    leaves: [0, 0, 0, 0],
    row: { movement_type: 'sale', quantity: -4 },
    answer: { total_cents: 3600, savings_cents: 0 },
  },
  {
    no: 34,
    does: 'receives ten boxes',
    given: [0, 0],
    path: '/purchases',
    body: { lines: [{ boxes: 10, box_cost_cents: 4800 }] },
    leaves: [10, 0, 0, 120],
    row: { movement_type: 'purchase', quantity: 120 },
    answer: { total_cents: 48000 },
  },
  {
    no: 35,
    does: 'regroups loose units at an entry',
    given: [1, 8],
    path: '/purchases',
    body: { lines: [{ boxes: 2, units: 6 }] },
    leaves: [4, 2, 0, 50],
    row: { movement_type: 'purchase', quantity: 30 },
  },
  {
    no: 39,
    does: 'writes off a loss',
    given: [9, 9],
    path: '/inventory/losses',
    body: { quantity: 2, reason: 'Vencido' },
    leaves: [9, 7, 0, 115],
    row: { movement_type: 'loss', quantity: -2 },
  },
  {
    no: 40,
    does: 'opens a box for a loss',
    given: [9, 7],
    path: '/inventory/losses',
    body: { quantity: 10, reason: 'Roubo' },
    leaves: [8, 9, 0, 105],
    row: { ...opened, notes: '1 caixa aberta automaticamente (Perda)' },
  },
  {
    no: 41,
    does: 'breaks a sealed box',
    given: [5, 0],
    path: '/inventory/breakages',
    body: { quantity: 1, taken_from: 'box', reason: 'Queda' },
    leaves: [4, 0, 0, 48],
    row: { ...unopened, quantity: -12 },
  },
  {
    no: 44,
    does: 'adjusts down through a box',
    given: [5, 2],
    path: '/inventory/adjustments',
    body: { quantity: -5, reason: 'Correção de erro' },
    leaves: [4, 9, 0, 57],
  },
  {
    no: 45,
    does: 'adjusts up and regroups',
    given: [3, 8],
    path: '/inventory/adjustments',
    body: { quantity: 7, reason: 'Correção de erro' },
    leaves: [4, 3, 0, 51],
  },
  {
    no: 47,
    does: 'takes two boxes off',
    given: [2, 8],
    path: '/inventory/adjustments',
    body: { quantity: -2, counted_in: 'box', reason: 'Correção de erro' },
    leaves: [0, 8, 0, 8],
  },
  {
    no: 48,
    does: 'counts',
    given: [4, 2],
    path: '/inventory/counts',
    body: { lines: [{ closed_boxes: 3, open_box_units: 7 }] },
    leaves: [3, 7, 0, 43],
    row: { movement_type: 'count', quantity: -7 },
  },
  {
    no: 53,
    does: 'opens a bottle for three doses',
    product: BOTTLE,
    given: [1, 2, 0],
    path: '/sales',
    body: sells('dose', 3),
    leaves: [1, 1, 22, 197],
    row: { bottles_opened: 1 },
  },
  {
    no: 54,
    does: 'pours from the open bottle',
    product: BOTTLE,
    given: [1, 2, 22],
    path: '/sales',
    body: sells('dose', 3),
    leaves: [1, 2, 19, 219],
    row: { bottles_opened: 0 },
  },
  {
    no: 55,
    does: 'pours a whole bottle of doses',
    product: BOTTLE,
    given: [1, 2, 22],
    path: '/sales',
    body: sells('dose', 25),
    leaves: [1, 1, 22, 197],
    row: { bottles_opened: 1 },
  },
  {
    no: 56,
    does: 'opens a box and a bottle in one row',
    product: BOTTLE,
    given: [1, 0, 2],
    path: '/sales',
    body: sells('dose', 3),
    leaves: [0, 5, 24, 149],
    row: { boxes_opened: 1, bottles_opened: 1, box_opened_automatically: true },
  },
  {
    no: 57,
    does: 'opens two bottles and a box',
    product: BOTTLE,
    given: [1, 1, 10],
    path: '/sales',
    body: sells('dose', 60),
    leaves: [0, 5, 0, 125],
    row: { boxes_opened: 1, bottles_opened: 2 },
  },
  {
    no: 59,
    does: 'sells whole bottles from sealed ones',
    product: BOTTLE,
    given: [1, 2, 22],
    path: '/sales',
    body: sells('unit', 2),
    leaves: [1, 0, 22, 172],
  },
  {
    no: 62,
    does: 'takes whole bottles in the documented mode',
    product: { ...BOTTLE, dose_mode: 'bottle_per_sale' },
    given: [1, 2],
    path: '/sales',
    body: sells('dose', 3),
    leaves: [1, 1, 0, 175],
  },
  {
    no: 63,
    does: 'writes off what is left in the bottle',
    product: BOTTLE,
    given: [1, 2, 4],
    path: '/inventory/losses',
    body: { quantity: 4, taken_from: 'dose', reason: 'Sobra de garrafa' },
    leaves: [1, 2, 0, 200],
  },
]

describe('what stock does', () => {
  it.each(cases)('$does (stock $no)', async ({ product, given, path, body, leaves, row, answer }) => {
    const { owner, branch_id } = test
    const product_id = await makeProduct(owner, product)
    await putLevel(owner, branch_id, product_id, ...given)
    const lines = body['lines'] as Record<string, unknown>[] | undefined
    const reply = await owner.post(path, {
      ...body,
      branch_id,
      ...(lines === undefined ? { product_id } : { lines: lines.map((line) => ({ product_id, ...line })) }),
    })
    expect(reply.body).toMatchObject({ ...answer, movements: expect.any(Array) })
    expect(reply.status).toBe(201)
    expect(reply.body.movements[0]).toMatchObject({ ...row, product_id })
    expect(await levelOf(owner, branch_id, product_id)).toEqual(leaves)
  })
})

type Refusal = {
  readonly no: number
  readonly does: string
  readonly product?: Record<string, unknown>
  readonly given: Level
  readonly path: string
  readonly body: Record<string, unknown>
  readonly status: number
  readonly problem: Record<string, unknown>
}

const refusals: readonly Refusal[] = [
  {
    no: 11,
    does: 'a box when none is sealed',
    given: [0, 12],
    path: '/sales',
    body: sells('box', 1),
    status: 409,
    problem: { code: 'NO_SEALED_BOX', available: 0, required: 1 },
  },
  {
    no: 12,
    does: 'more than there is',
    given: [5, 8],
    path: '/sales',
    body: sells('unit', 69),
    status: 409,
    problem: { code: 'INSUFFICIENT_STOCK', available: 68, required: 69 },
  },
  {
    no: 13,
    does: 'zero',
    given: [5, 8],
    path: '/sales',
    body: sells('unit', 0),
    status: 422,
    problem: { code: 'INVALID_VALUES' },
  },
  {
    no: 13,
    does: 'minus one',
    given: [5, 8],
    path: '/sales',
    body: sells('unit', -1),
    status: 422,
    problem: { code: 'INVALID_VALUES' },
  },
  {
    no: 13,
    does: 'one and a half',
    given: [5, 8],
    path: '/sales',
    body: sells('unit', 1.5),
    status: 422,
    problem: { code: 'INVALID_VALUES' },
  },
  {
    no: 20,
    does: 'a second open box',
    given: [3, 8],
    path: '/inventory/box-openings',
    body: {},
    status: 409,
    problem: { code: 'BOX_ALREADY_OPEN', open_box_units: 8, units_per_box: 12 },
  },
  {
    no: 24,
    does: 'part of a Muntu',
    product: MUNTU,
    given: [0, 10],
    path: '/sales',
    body: sells('muntu', 2),
    status: 409,
    problem: { code: 'INSUFFICIENT_STOCK', available: 10, required: 12, complete_packs: 1 },
  },
  {
    no: 27,
    does: 'part of a Muntu of nothing',
    product: MUNTU,
    given: [0, 0],
    path: '/sales',
    body: sells('muntu', 1, { partial: 'accept' }),
    status: 409,
    problem: { code: 'INSUFFICIENT_STOCK', available: 0 },
  },
  {
    no: 32,
    does: 'a Muntu nobody configured',
    given: [5, 0],
    path: '/sales',
    body: sells('muntu', 1),
    status: 422,
    problem: { code: 'MUNTU_NOT_CONFIGURED' },
  },
  {
    no: 42,
    does: 'a loss of more than there is',
    given: [0, 3],
    path: '/inventory/losses',
    body: { quantity: 4, reason: 'Roubo' },
    status: 409,
    problem: { code: 'INSUFFICIENT_STOCK', available: 3, required: 4 },
  },
  {
    no: 43,
    does: 'a loss without a reason',
    given: [5, 0],
    path: '/inventory/losses',
    body: { quantity: 1 },
    status: 422,
    problem: { code: 'INVALID_VALUES' },
  },
  {
    no: 43,
    does: 'another reason that nobody explains',
    given: [5, 0],
    path: '/inventory/losses',
    body: { quantity: 1, reason: 'Outro' },
    status: 422,
    problem: { code: 'INVALID_VALUES' },
  },
  {
    no: 43,
    does: 'somebody else named as responsible',
    given: [5, 0],
    path: '/inventory/losses',
    body: { quantity: 1, reason: 'Roubo', responsible: 'João' },
    status: 422,
    problem: { code: 'INVALID_VALUES' },
  },
  {
    no: 46,
    does: 'an adjustment below zero',
    given: [0, 3],
    path: '/inventory/adjustments',
    body: { quantity: -4, reason: 'Correção de erro' },
    status: 409,
    problem: { code: 'INSUFFICIENT_STOCK' },
  },
  {
    no: 60,
    does: 'a bottle when only the open one is left',
    product: BOTTLE,
    given: [0, 0, 10],
    path: '/sales',
    body: sells('unit', 1),
    status: 409,
    problem: { code: 'NO_SEALED_BOTTLE', doses_available: 10 },
  },
  {
    no: 61,
    does: 'more doses than are left',
    product: BOTTLE,
    given: [0, 0, 10],
    path: '/sales',
    body: sells('dose', 11),
    status: 409,
    problem: { code: 'INSUFFICIENT_STOCK', available: 10 },
  },
]

describe('what stock refuses, changing nothing', () => {
  it.each(refusals)('$does (stock $no)', async ({ product, given, path, body, status, problem }) => {
    const { owner, branch_id } = test
    const product_id = await makeProduct(owner, product)
    await putLevel(owner, branch_id, product_id, ...given)
    const before = await levelOf(owner, branch_id, product_id)
    const lines = body['lines'] as Record<string, unknown>[] | undefined
    const reply = await owner.post(path, {
      ...body,
      branch_id,
      ...(lines === undefined ? { product_id } : { lines: lines.map((line) => ({ product_id, ...line })) }),
    })
    expect(reply.body).toMatchObject(problem)
    expect(reply.status).toBe(status)
    expect(reply.headers['content-type']).toContain('application/problem+json')
    expect(await levelOf(owner, branch_id, product_id)).toEqual(before)
  })
})
