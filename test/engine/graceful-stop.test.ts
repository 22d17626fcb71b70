import { expect, it } from 'vitest'
import { layoutOf } from '../../src/server/db/engine/layout.ts'
import { readPostmaster } from '../../src/server/db/engine/postmaster.ts'
import { setUpCompany, startAppProcess } from '../support/app-process.ts'
import { levelOf, makeProduct, putLevel } from '../support/stock.ts'
import { newDataFolder } from './data-folder.ts'

const dataDir = newDataFolder()
const SALES = 200

it('answers on SIGTERM what was begun, keeps exactly that, and stops its database', async () => {
  const app = await startAppProcess({ DATA_DIR: dataDir })
  const { token, branch_id } = await setUpCompany(app)
  const owner = app.as(token)
  const product_id = await makeProduct(owner, { box_tracking: false })
  await putLevel(owner, branch_id, product_id, 0, SALES)

  const sell = () => owner.post('/sales', { branch_id, lines: [{ product_id, quantity: 1 }] })
  const first = sell()
  const others = Array.from({ length: SALES - 1 }, sell)
  await first
  const [code, ...answers] = await Promise.all([
    app.end('SIGTERM'),
    ...others.map((sale) =>
      sale.then(
        ({ status }) => status,
        () => 'no answer',
      ),
    ),
  ])
  expect(code).toBe(0)
  expect(readPostmaster(layoutOf(dataDir))).toBeUndefined()
  // Whoever comes while it stops is told so, or not let in any more; nothing that was taken fails.
  expect(answers.filter((answer) => ![201, 503, 'no answer'].includes(answer))).toEqual([])

  const again = await startAppProcess({ DATA_DIR: dataDir })
  const [, , , left] = await levelOf(again.as(token), branch_id, product_id)
  const answered = 1 + answers.filter((answer) => answer === 201).length
  expect(left).toBe(SALES - answered)
  expect(await again.end('SIGTERM')).toBe(0)
})
