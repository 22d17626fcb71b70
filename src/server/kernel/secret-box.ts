import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const ALGORITHM = 'aes-256-gcm'
const KEY_BYTES = 32
const IV_BYTES = 12
const TAG_BYTES = 16
const HEX_KEY = /^[0-9a-f]{64}$/i

/**
 * Keeps secrets in the database so that a copy of it is worthless. `context` says what the secret is and whose (for
 * instance `bling_token:<account id>`): a sealed text moved to another row does not open there.
 */
export type SecretBox = {
  seal(plain: string, context: string): string
  /** Throws when the text was changed, belongs to another context, or was sealed with another key. */
  open(sealed: string, context: string): string
}

/** Makes a box that seals with AES-256-GCM under a key derived from the installation's encryption key. */
export function createSecretBox(encryptionKey: Buffer): SecretBox {
  const key = deriveKey(encryptionKey, 'secret-box')
  const keyId = deriveKey(encryptionKey, 'secret-box-key-id').subarray(0, 4).toString('hex')
  return {
    seal(plain, context) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(Buffer.from(`${keyId}.${context}`))
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return `v1.${keyId}.${Buffer.concat([iv, body, cipher.getAuthTag()]).toString('base64url')}`
    },
    open(sealed, context) {
      const [version, sealedWith, text] = sealed.split('.')
      if (version !== 'v1' || text === undefined) throw new Error('this is not a sealed secret')
      if (sealedWith !== keyId) throw new Error('the secret was sealed with another encryption key')
      const bytes = Buffer.from(text, 'base64url')
      if (bytes.length < IV_BYTES + TAG_BYTES) throw new Error('the sealed secret is cut short')
      const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES), {
        authTagLength: TAG_BYTES,
      })
      decipher.setAAD(Buffer.from(`${keyId}.${context}`)).setAuthTag(bytes.subarray(-TAG_BYTES))
      return decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
    },
  }
}

/** Derives an independent key of 32 bytes from the encryption key; another label gives an unrelated key. */
export function deriveKey(encryptionKey: Buffer, label: string): Buffer {
  if (encryptionKey.length !== KEY_BYTES) throw new Error('the encryption key has 32 bytes')
  return Buffer.from(hkdfSync('sha256', encryptionKey, '', `estoqueuni/${label}`, KEY_BYTES))
}

/**
 * The installation's encryption key: the given one (64 hexadecimal digits), or the one kept in `dataDir`, made there on
 * the first start and readable by its owner only. Two processes that start together end up with the same key.
 */
export async function loadEncryptionKey(options: {
  readonly given: string | undefined
  readonly dataDir: string
}): Promise<Buffer> {
  if (options.given !== undefined) return parseKey(options.given, 'ENCRYPTION_KEY')
  const file = join(options.dataDir, 'encryption.key')
  const kept = await readIfThere(file)
  if (kept !== null) return parseKey(kept, file)
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 })
  const fresh = `${file}.${randomBytes(8).toString('hex')}`
  await writeFile(fresh, `${randomBytes(KEY_BYTES).toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
  try {
    await link(fresh, file)
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
  } finally {
    await rm(fresh, { force: true })
  }
  return parseKey(await readFile(file, 'utf8'), file)
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    const text = await readFile(file, 'utf8')
    await chmod(file, 0o600)
    return text
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null
    throw error
  }
}

function parseKey(text: string, source: string): Buffer {
  const hex = text.trim()
  if (!HEX_KEY.test(hex)) throw new Error(`${source} must hold 64 hexadecimal digits`)
  return Buffer.from(hex, 'hex')
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
