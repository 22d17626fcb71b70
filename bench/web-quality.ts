import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import lighthouse, { type Config, desktopConfig, type Flags, type Result } from 'lighthouse'
import { startDemonstration } from '../test/support/demonstration.ts'
import { median, print } from './support/figures.ts'
import { scriptBytesOf } from './support/first-load.ts'
import { signIn } from './support/signed-in-browser.ts'

/*
 * What Lighthouse thinks of Painel and Estoque of a demonstration bar, on a phone (slow network, slow processor) and on a laptop,
 * with empty caches and somebody signed in; and how much JavaScript a first visit loads. Noise of the machine lowers performance.
 * With `--findings` it also names what cost points.
 */
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, findings: { type: 'boolean', default: false } },
})
const rounds = Number(values.rounds)
const DAYS = 45
const SCRIPTS_LIMIT_KB = 200
/** The busiest of the demonstration; before it is chosen there is nothing to judge but the question. */
const BRANCH = 'Aurora Pinheiros'
const SCREENS = [
  { name: 'Painel', path: '/painel' },
  { name: 'Estoque', path: '/estoque' },
]
const FORMS: readonly { readonly name: string; readonly config?: Config }[] = [
  { name: 'phone' },
  { name: 'laptop', config: desktopConfig },
]
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const

print('load of the machine before', loadavg()[0] ?? 0)
const demonstration = await startDemonstration(DAYS)
const browser = await signIn(demonstration.address, { ...demonstration, branch: BRANCH })
try {
  for (const screen of SCREENS) {
    const bytes = await scriptBytesOf(browser, screen)
    print(
      `${screen.name}: JavaScript of a first visit, gzipped kB (target ${SCRIPTS_LIMIT_KB})`,
      bytes / 1024,
    )
    for (const form of FORMS) await judge(screen, form)
  }
} finally {
  await browser.close()
  await demonstration.stop()
}

async function judge({ name, path }: (typeof SCREENS)[number], form: (typeof FORMS)[number]): Promise<void> {
  const results: Result[] = []
  for (let round = 0; round < rounds; round += 1) results.push(await audit(path, form.config))
  for (const category of CATEGORIES) {
    const scores = results.map(({ categories }) => (categories[category]?.score ?? 0) * 100)
    print(`${name} on a ${form.name}: ${category} (median of ${rounds}, target 95)`, median(scores))
  }
  const numbers = (audit: string) => results.map(({ audits }) => audits[audit]?.numericValue ?? Number.NaN)
  print(`${name} on a ${form.name}: layout shift (target 0.1)`, median(numbers('cumulative-layout-shift')))
  print(`${name} on a ${form.name}: first paint, ms`, median(numbers('first-contentful-paint')))
  print(`${name} on a ${form.name}: largest paint, ms`, median(numbers('largest-contentful-paint')))
  print(`${name} on a ${form.name}: blocking time, ms`, median(numbers('total-blocking-time')))
  const speeds = results.map(({ environment }) => environment.benchmarkIndex)
  print(
    `${name} on a ${form.name}: speed of this machine (Lighthouse's index; a free one has over 1000)`,
    median(speeds),
  )
  if (values.findings) showFindings(results.at(-1))
}

async function audit(path: string, config?: Config): Promise<Result> {
  const flags: Flags = { port: browser.port, logLevel: 'error', onlyCategories: [...CATEGORIES] }
  const run = await lighthouse(`${demonstration.address}${path}`, flags, config)
  if (run === undefined || run.lhr.runtimeError !== undefined) {
    throw new Error(`Lighthouse could not judge ${path}: ${run?.lhr.runtimeError?.message}`)
  }
  const { pathname } = new URL(run.lhr.finalDisplayedUrl)
  if (pathname !== path) throw new Error(`Lighthouse judged ${pathname} instead of ${path}`)
  return run.lhr
}

function showFindings(result: Result | undefined): void {
  for (const { id, score, title, displayValue = '', details } of Object.values(result?.audits ?? {})) {
    if (score === null || score >= 0.9) continue
    console.log(`  ${id} ${score}: ${title} ${displayValue}`)
    const items = details !== undefined && 'items' in details ? details.items : []
    console.log(`    ${JSON.stringify(items).slice(0, 600)}`)
  }
}
