import { createClient, type EstoqueUniClient, everyItem } from '../client/estoqueuni-client.ts'
import { ProblemError } from '../client/problem-error.ts'
import { emailOf, PLACES } from './company.ts'
import { createDice, type Dice } from './dice.ts'
import { type Good, goodsAmong } from './goods.ts'
import { waited } from './waited.ts'
import { paymentOf, wishesOf } from './wishes.ts'

const SHORTEST_WAIT_MS = 4_000
const LONGEST_WAIT_MS = 10_000
/** What is bought when a guest asks for what is no longer there. */
const BOUGHT = { boxes: 3, units: 12 }

/** A till of the bar: who sells there, where, and what. */
type Till = { readonly client: EstoqueUniClient; readonly branch_id: string }

/** Sells something every few seconds, over HTTP, until `signal` ends it. Throws what a till cannot go on with. */
export async function sellLive(options: {
  readonly address: string
  readonly password: string
  readonly signal: AbortSignal
}): Promise<void> {
  const { address, password, signal } = options
  const enter = async (email: string) => {
    const client = createClient({ address })
    await client.auth.signIn({ email, password })
    return client
  }
  const manager = await enter(emailOf('rafael'))
  const tills: Till[] = []
  for (const { cashier } of PLACES) {
    const client = await enter(emailOf(cashier))
    const [branch] = (await client.auth.me()).branches
    if (branch !== undefined) tills.push({ client, branch_id: branch.id })
  }
  const products = await Array.fromAsync(everyItem((cursor) => manager.products.list({ cursor, limit: 200 })))
  const goods = goodsAmong(new Map(products.map((product) => [product.sku, product])))
  const dice = createDice(crypto.randomUUID())
  while (await waited(dice.whole(SHORTEST_WAIT_MS, LONGEST_WAIT_MS), signal)) {
    await sellOnce(dice.pick(tills), manager, goods, dice)
  }
}

async function sellOnce(till: Till, manager: EstoqueUniClient, goods: readonly Good[], dice: Dice) {
  const { client, branch_id } = till
  const lines = wishesOf(goods, dice).map(({ good, sold_as, quantity }) => ({
    product_id: good.product.id,
    sold_as,
    quantity,
  }))
  try {
    await client.sales.record({ branch_id, terminal: 'Balcão', payment_method: paymentOf(dice), lines })
  } catch (error) {
    if (!isRefusal(error)) throw error
    const good = goods.find(({ product }) => product.id === error.facts['product_id'])
    if (good !== undefined && LACKING.has(error.code)) await buy(good, branch_id, manager)
  }
}

const LACKING: ReadonlySet<string> = new Set(['INSUFFICIENT_STOCK', 'NO_SEALED_BOX'])

/** The state of the stock refused it, as it may refuse any till's: the guest goes without. */
function isRefusal(error: unknown): error is ProblemError {
  return error instanceof ProblemError && error.status === 409
}

async function buy({ product, supplier }: Good, branch_id: string, manager: EstoqueUniClient): Promise<void> {
  const amount = product.units_per_box === null ? { units: BOUGHT.units } : { boxes: BOUGHT.boxes }
  const lines = [{ product_id: product.id, ...amount }]
  await manager.purchases.record({ branch_id, supplier, lines })
}
