import { createCompany } from '../../src/server/auth/company.store.ts'
import { openIdentity } from '../../src/server/auth/identity.ts'
import { createLogin, hashPassword } from '../../src/server/auth/logins.ts'
import { addMembership } from '../../src/server/auth/memberships.store.ts'
import { newId } from '../../src/server/kernel/ids.ts'
import { createLogger } from '../../src/server/kernel/logger.ts'
import type { Caller, TestApp } from './test-app.ts'

/** Makes another company on the same installation, and gives its owner's calls. */
export async function addCompany(test: TestApp): Promise<Caller> {
  const identity = openIdentity({
    connection: test.database.connection,
    encryptionKey: test.encryptionKey,
    appUrl: undefined,
    logger: createLogger('silent'),
  })
  const account = { email: 'dono@outra.example', password: 'senha de outra empresa' }
  const password_hash = await hashPassword(identity.library, account.password)
  await identity.db.tenant(newId(), async (tx) => {
    await createCompany(tx, 'Outra Ltda')
    const user_id = await createLogin(identity.library, { name: 'Rui', email: account.email, password_hash })
    await addMembership(tx, { user_id, name: 'Rui', role: 'owner', branch_ids: null })
  })
  await identity.close()
  const signed = await test.as('').post('/auth/sign-in', account)
  if (signed.status !== 200) throw new Error(`the other owner cannot sign in: ${JSON.stringify(signed.body)}`)
  return test.as(signed.body.token)
}
