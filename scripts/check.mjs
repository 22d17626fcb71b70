import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { runTool } from './node-24.mjs'
import { ROOT } from './say.mjs'
import { runVitest } from './vitest.mjs'

const TYPE_ROOTS = ['tsconfig.json', 'src/web/tsconfig.json']

/**
 * What can be proved without a database: types, lint and format, unit tests and the rules of the house.
 * The checks run side by side; each prints when it ends. Gives the exit code and the counts of tests,
 * where a check that found something counts as one failure.
 */
export async function check() {
  const types = TYPE_ROOTS.filter((file) => existsSync(join(ROOT, file))).map((file) =>
    report(`Tipos (${file})`, (output) =>
      counted(`tsc -p ${file}`, runTool('typescript/bin/tsc', ['-p', file], { output })),
    ),
  )
  const lint = report('Estilo', (output) =>
    counted('biome check', runTool('@biomejs/biome/bin/biome', ['check', '.'], { output })),
  )
  const units = report('Testes de unidade', (output) => runVitest(['unit'], { output }))
  const results = await Promise.all([...types, lint, units])
  return sum(results)
}

/** Adds up results of steps: the first exit code that is not 0, all counts, and everything that failed. */
export function sum(results) {
  return {
    exitCode: results.find(({ exitCode }) => exitCode !== 0)?.exitCode ?? 0,
    passed: results.reduce((total, { passed }) => total + passed, 0),
    failed: results.reduce((total, { failed }) => total + failed, 0),
    failures: results.flatMap(({ failures }) => failures),
  }
}

async function report(title, step) {
  const printed = []
  const begun = Date.now()
  const result = await step((text) => printed.push(text))
  const verdict = result.exitCode === 0 ? 'certo' : 'FALHOU'
  console.log(`${title}: ${verdict} (${((Date.now() - begun) / 1000).toFixed(1)} s)`)
  if (result.exitCode !== 0) console.log(printed.join(''))
  return result
}

async function counted(command, exit) {
  const exitCode = await exit
  const failures = exitCode === 0 ? [] : [command]
  return { exitCode, passed: 0, failed: failures.length, failures }
}
