import { check, sum } from './check.mjs'
import { wasInterrupted } from './node-24.mjs'
import { runVitest } from './vitest.mjs'

/**
 * All tests: the checks, then the whole product on its own PostgreSQL and on a server's, and the screens in a browser beside it. A failure
 * does not hide the next step, and is named again at the end. The last line is "N passed, N failed"; gives the exit code.
 */
export async function test() {
  console.log('\n== Verificações')
  const results = [await check()]
  if (!wasInterrupted()) results.push(...(await Promise.all([wholeProduct(), screens()])))
  const { exitCode, passed, failed, failures } = sum(results)
  if (failures.length > 0) console.log(`\n== Falhou\n${failures.join('\n')}`)
  console.log(`\n${passed} passed, ${failed} failed`)
  return exitCode
}

function wholeProduct() {
  console.log('\n== Produto inteiro, no PostgreSQL embutido e em um servidor PostgreSQL')
  return runVitest(['sandbox', 'engine', 'whole', 'server'], { env: { TEST_BY_TURNS: '1' } })
}

/** Browsers wait more than they work; what they print comes in one piece. */
async function screens() {
  const printed = []
  const result = await runVitest(['browser'], { output: (text) => printed.push(text) })
  console.log(`\n== Telas, no navegador\n${printed.join('')}`)
  return result
}
