import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runTool } from './node-24.mjs'

/** Runs the tests of these projects of vitest.config.ts; gives its exit code and how many tests passed and failed. */
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
  const { numPassedTests, numFailedTests, testResults } = readReport(report)
  const unloaded = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  )
  const failed = numFailedTests + unloaded.length
  return { passed: numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed }
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, testResults: [] } // vitest ended before it could report
  }
}
