import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { runTool } from './node-24.mjs'
import { ROOT } from './say.mjs'

/** Runs the tests of these projects of vitest.config.ts; gives its exit code, how many tests passed and failed, and which failed. */
export async function runVitest(projects, options) {
  const folder = mkdtempSync(join(tmpdir(), 'estoqueuni-vitest-'))
  const report = join(folder, 'report.json')
  const chosen = projects.flatMap((name) => ['--project', name])
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  try {
    const exitCode = await runTool('vitest/vitest.mjs', ['run', ...reporters, ...chosen], options)
    return { exitCode, ...countsOf(report, exitCode) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A file that could not even load, and a run that broke off, count as one failure each. */
function countsOf(report, exitCode) {
  const { numPassedTests, testResults } = readReport(report)
  const failures = testResults
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, assertionResults }) => {
      const file = relative(ROOT, name)
      const tests = assertionResults.filter((test) => test.status === 'failed')
      return tests.length === 0 ? [file] : tests.map((test) => `${file}: ${test.fullName}`)
    })
  if (failures.length === 0 && exitCode !== 0) failures.push(`vitest (código ${exitCode})`)
  return { passed: numPassedTests, failed: failures.length, failures }
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return { numPassedTests: 0, testResults: [] } // vitest ended before it could report
  }
}
