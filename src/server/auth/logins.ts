import { DatabaseError } from 'pg'
import { AppError } from '../kernel/app-error.ts'
import { type LoginLibrary, SESSION_SECONDS } from './login-library.ts'
import { hashToken, newToken } from './tokens.ts'

/** What a session token begins with. */
const SESSION_PREFIX = 'es_'

/** Where a request came from, kept with sessions and the audit trail. */
export type Origin = { readonly ip: string; readonly user_agent: string | undefined }

/** Hashes a password slowly (scrypt). Tens of milliseconds: never inside a transaction. */
export async function hashPassword(library: LoginLibrary, password: string): Promise<string> {
  return (await library.$context).password.hash(password)
}

/** What a password check found: `right` only when it matched `hash`, and `user_id` of a known e-mail for the trail. */
export type PasswordCheck =
  | { readonly right: true; readonly user_id: string; readonly hash: string }
  | { readonly right: false; readonly user_id: string | null }

/**
 * Checks a password against the person's hash. An unknown e-mail costs the same hashing as a wrong password, so time
 * does not tell who has an account. Whoever acts upon it does so in a transaction that asks `isPasswordHash` again.
 */
export async function checkPassword(
  library: LoginLibrary,
  email: string,
  password: string,
): Promise<PasswordCheck> {
  const { internalAdapter, password: hasher } = await library.$context
  const found = await internalAdapter.findUserByEmail(email, { includeAccounts: true })
  const hash = found?.accounts.find((account) => account.providerId === 'credential')?.password
  if (found === null || hash === undefined || hash === null) {
    await hasher.hash(password)
    return { right: false, user_id: found?.user.id ?? null }
  }
  const user_id = found.user.id
  return (await hasher.verify({ hash, password }))
    ? { right: true, user_id, hash }
    : { right: false, user_id }
}

/** Creates a person's login; joins the running transaction. Throws `EMAIL_TAKEN`. */
export async function createLogin(
  library: LoginLibrary,
  person: { readonly name: string; readonly email: string; readonly password_hash: string },
): Promise<string> {
  const { internalAdapter } = await library.$context
  try {
    const { name, email } = person
    const user = await internalAdapter.createUser({ name, email, emailVerified: false }, { method: 'email' })
    await internalAdapter.linkAccount({
      userId: user.id,
      providerId: 'credential',
      accountId: user.id,
      password: person.password_hash,
    })
    return user.id
  } catch (error) {
    if (error instanceof DatabaseError && error.constraint === 'users_email_key')
      throw new AppError('EMAIL_TAKEN')
    throw error
  }
}

/**
 * Opens a session and gives the only copy of its token: the database keeps a hash. Sessions of this person that expired
 * are swept away on the occasion. Joins the running transaction.
 */
export async function openSession(
  library: LoginLibrary,
  userId: string,
  from: Origin,
): Promise<{ readonly id: string; readonly token: string; readonly expires_at: Date }> {
  const { internalAdapter, adapter } = await library.$context
  await adapter.deleteMany({
    model: 'session',
    where: [
      { field: 'userId', value: userId },
      { field: 'expiresAt', value: new Date(), operator: 'lt' },
    ],
  })
  const token = newToken(SESSION_PREFIX)
  const session = await internalAdapter.createSession(
    userId,
    false,
    {
      token: hashToken(token),
      expiresAt: new Date(Date.now() + SESSION_SECONDS * 1000),
      ipAddress: from.ip,
      userAgent: from.user_agent?.slice(0, 300) ?? '',
    },
    true,
  )
  return { id: session.id, token, expires_at: session.expiresAt }
}

/** Gives a person another password and ends every session of theirs; joins the running transaction. */
export async function replacePassword(
  library: LoginLibrary,
  userId: string,
  passwordHash: string,
): Promise<void> {
  const { internalAdapter } = await library.$context
  await internalAdapter.updatePassword(userId, passwordHash)
  await internalAdapter.deleteUserSessions(userId)
}

/** Ends every session of a person; joins the running transaction. */
export async function endSessions(library: LoginLibrary, userId: string): Promise<void> {
  await (await library.$context).internalAdapter.deleteUserSessions(userId)
}

/** Ends one session; joins the running transaction. */
export async function endSession(library: LoginLibrary, sessionId: string): Promise<void> {
  const { adapter } = await library.$context
  await adapter.delete({ model: 'session', where: [{ field: 'id', value: sessionId }] })
}

/** Keeps the login's own copy of a person's name; joins the running transaction. */
export async function renameLogin(library: LoginLibrary, userId: string, name: string): Promise<void> {
  await (await library.$context).internalAdapter.updateUser(userId, { name })
}
