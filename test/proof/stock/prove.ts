import type pg from 'pg'
import { readBooks } from './books.ts'
import { checkAnswers, checkOrder } from './check-answers.ts'
import { checkChain, checkLevels } from './check-ledger.ts'
import { checkSerial } from './check-serial.ts'
import { checkDays, checkDocuments, checkLots } from './check-sums.ts'
import { checkUnits } from './check-units.ts'
import { perform } from './perform.ts'
import type { Script } from './script.ts'
import type { Process } from './world.ts'

/** Acts a script out on two processes and holds everything that was written and answered against the rules. Throws what does not hold. */
export async function prove(
  owner: pg.Client,
  processes: { readonly here: Process; readonly there: Process },
  script: Script,
): Promise<void> {
  const performance = await perform(owner, processes, script)
  const books = await readBooks(processes.here, performance.company.principal.tenant_id)
  const { settings } = script
  checkChain(books)
  checkLevels(books, settings.allow_two_open_boxes || settings.regroup === 'warn')
  const done = checkAnswers(performance, books)
  checkOrder(done)
  checkUnits(performance, done)
  checkLots(books)
  checkDocuments(books, done)
  checkSerial(performance, books, done)
  checkDays(performance, books, done)
}
