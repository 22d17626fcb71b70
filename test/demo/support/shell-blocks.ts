import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'

/** The commands of a page of the documentation, block by block, in the order in which a reader runs them. */
export function shellBlocks(page: string): string[] {
  const text = readFileSync(new URL(`../../../${page}`, import.meta.url), 'utf8')
  return [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, code]) => code ?? '')
}

/** Runs blocks in one shell that ends at the first mistake; gives what each of them printed. */
export async function runBlocks(blocks: readonly string[], env: Record<string, string>): Promise<string[]> {
  const mark = '--- next block ---'
  const script = ['set -euo pipefail', ...blocks].join(`\necho '${mark}'\n`)
  const { stdout } = await promisify(execFile)('bash', ['-c', script], { env: { ...process.env, ...env } })
  return stdout.split(`${mark}\n`).slice(1)
}
