import { randomBytes } from 'node:crypto'
import { link, readFile, rm, writeFile } from 'node:fs/promises'
import { EngineError } from './engine-error.ts'
import type { Layout } from './layout.ts'

/**
 * Reads the owner's password, making it first when there is none. It appears whole or not at all, and of
 * two apps that start at once the first one's stays: both then use the same.
 */
export async function ownerPassword(layout: Layout): Promise<string> {
  const draft = `${layout.passwordFile}.${process.pid}.${randomBytes(4).toString('hex')}`
  await writeFile(draft, randomBytes(24).toString('base64url'), { mode: 0o600, flush: true })
  try {
    await link(draft, layout.passwordFile)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    await rm(draft)
  }
  return readFile(layout.passwordFile, 'utf8')
}

/** Reads the password of a cluster that exists; refuses when the file is gone, for it cannot be guessed. */
export async function existingPassword(layout: Layout): Promise<string> {
  try {
    return await readFile(layout.passwordFile, 'utf8')
  } catch (cause) {
    throw passwordLost(layout, cause)
  }
}

/** The refusal when the password file is missing or does not open the cluster beside it. */
export function passwordLost(layout: Layout, cause: unknown): EngineError {
  return new EngineError(
    'PASSWORD_LOST',
    `O arquivo ${layout.passwordFile} falta ou não é o deste banco de dados. Restaure-o da cópia de segurança: ele anda junto com a pasta ${layout.cluster}.`,
    cause,
  )
}
