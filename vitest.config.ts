import { globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/support/longest-first.ts'

/** Tests wait for databases and other processes much of their time, so one more than there are processors keeps these busy. */
const maxWorkers = availableParallelism() + 1

/** What takes minutes and does not depend on whose database it is runs on one kind only; processes that share a server, on a server. */
const LONG_ON_EMBEDDED = ['test/orders/rush.test.ts']
const LONG_ON_SERVER = ['test/sync/two-processes.test.ts']

/**
 * Tests of the product beside a Bling or a site ask a database the same questions again and again: in a run of everything each kind of
 * database takes every other file. The API, stores, jobs, migrations and proofs always run on both.
 */
const besideOthers = globSync('test/{bling,orders,site-products,sites,sync,sync-config}/**/*.test.ts')
  .filter((file) => ![...LONG_ON_EMBEDDED, ...LONG_ON_SERVER].includes(file))
  .toSorted()
const takesTurns = process.env['TEST_BY_TURNS'] === '1'
const turnOf = (kind: 0 | 1) => (takesTurns ? besideOthers.filter((_file, place) => place % 2 === kind) : [])

/** The tests that run on a database, and over HTTP. */
const wholeProduct = {
  include: ['src/**/*.store.test.ts', 'src/**/*.whole.test.ts', 'test/**/*.test.ts'],
  exclude: [
    'test/tidy.test.ts',
    'test/sandbox/**',
    'test/engine/**',
    'test/proof/crash-*.test.ts',
    'test/demo/{process,shops}.test.ts',
    'test/e2e/**',
    '**/node_modules/**',
  ],
  globalSetup: ['test/support/database-server.ts'],
  testTimeout: 60_000,
  hookTimeout: 60_000,
  maxWorkers,
  // Every file makes its own app on its own database; loading the product anew for each would take longer than many of them.
  isolate: false,
}

/**
 * Kinds of tests: `unit` needs nothing, `engine` starts and kills database servers of its own, `whole` runs on a database and over
 * HTTP, `server` is the same on a PostgreSQL server of this machine.
 */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    maxWorkers,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'test/tidy.test.ts'],
          exclude: ['**/*.store.test.ts', '**/*.whole.test.ts', '**/node_modules/**', 'src/sandbox/**'],
          // Properties take their time while types and style are checked beside them.
          testTimeout: 20_000,
          isolate: false,
          maxWorkers,
        },
      },
      {
        test: {
          name: 'sandbox',
          include: ['src/sandbox/**/*.test.ts', 'test/sandbox/**/*.test.ts'],
          testTimeout: 30_000,
          maxWorkers,
        },
      },
      {
        test: {
          name: 'engine',
          include: [
            'test/engine/**/*.test.ts',
            'test/proof/crash-*.test.ts',
            'test/demo/{process,shops}.test.ts',
          ],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers,
        },
      },
      {
        test: {
          name: 'whole',
          ...wholeProduct,
          exclude: [...wholeProduct.exclude, ...LONG_ON_SERVER, ...turnOf(1)],
        },
      },
      {
        test: {
          name: 'server',
          ...wholeProduct,
          exclude: [...wholeProduct.exclude, ...LONG_ON_EMBEDDED, ...turnOf(0)],
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/database-server.ts', 'test/e2e/support/built-web.mjs'],
          // One browser at a time: several on a small machine only wait for each other.
          fileParallelism: false,
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
    ],
  },
})
