import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes minutes, the longest first: begun last, it would keep everybody waiting at the end. */
const LONG = [
  'test/proof/crash-together.test.ts',
  'test/proof/crash-alone.test.ts',
  'test/simulation/simulation.test.ts',
  'test/orders/rush.test.ts',
  'test/sync/two-processes.test.ts',
  'test/proof/properties.test.ts',
  'test/api/bad-input.test.ts',
]

/** Begins with the tests that take longest, whatever project they belong to, so that all workers end at about the same time. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((one, other) => rankOf(one) - rankOf(other))
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const place = LONG.findIndex((file) => moduleId.endsWith(file))
  return place < 0 ? LONG.length : place
}
