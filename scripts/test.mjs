import { check, sum } from './check.mjs'
import { wasInterrupted } from './node-24.mjs'
import { runVitest } from './vitest.mjs'

/**
 * All tests: the checks, the whole product on its own PostgreSQL, then again on a server's. A failure does
 * not hide the next step. The last line is "N passed, N failed"; gives the exit code.
 */
export async function test() {
  const steps = [
    { title: 'Verificações', run: check },
    {
      title: 'Produto inteiro, no PostgreSQL embutido',
      run: () => runVitest(['sandbox', 'engine', 'whole'], { env: { TEST_DATABASE: 'embedded' } }),
    },
    {
      title: 'Produto inteiro, em um servidor PostgreSQL',
      run: () => runVitest(['whole'], { env: { TEST_DATABASE: 'server' } }),
    },
    { title: 'Telas, no navegador', run: () => runVitest(['browser']) },
  ]
  const results = []
  for (const { title, run } of steps) {
    if (wasInterrupted()) break
    console.log(`\n== ${title}`)
    results.push(await run())
  }
  const { exitCode, passed, failed } = sum(results)
  console.log(`\n${passed} passed, ${failed} failed`)
  return exitCode
}
