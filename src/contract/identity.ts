import * as z from 'zod'
import { id, instant, pageOf, pageQuery, text } from './common.ts'
import { PERMISSIONS, ROLES } from './permissions.ts'

const email = z.email('não é um e-mail válido').max(254).toLowerCase()
const personName = text(120)
const role = z.enum(ROLES)
/** Roles that a key of another system may have: never owner, so a stolen key cannot make people or more keys. */
const keyRole = z.enum(ROLES).exclude(['owner'])
const branchIds = z
  .array(id)
  .min(1)
  .max(500)
  .refine((ids) => new Set(ids).size === ids.length, 'tem filiais repetidas')
  .nullable()
  .describe('Filiais que a pessoa alcança; null são todas')

const PASSWORD_MIN = 10
const PASSWORD_MAX = 200
const newPassword = z
  .string()
  .min(PASSWORD_MIN, `deve ter ao menos ${PASSWORD_MIN} caracteres`)
  .max(PASSWORD_MAX, `deve ter no máximo ${PASSWORD_MAX} caracteres`)
  .refine((value) => value.isWellFormed(), 'tem caracteres inválidos')
const givenPassword = z.string().min(1).max(PASSWORD_MAX)

/** The company of whoever asks. */
const tenant = z.object({ id, name: z.string() })
/** Who asks; an API key has no e-mail. */
const self = z.object({
  id,
  name: z.string(),
  email: z.string().nullable(),
  kind: z.enum(['person', 'api_key']),
})

export const setup = z.strictObject({
  company_name: text(200),
  owner_name: personName,
  email,
  password: newPassword,
  setup_code: z
    .string()
    .max(100)
    .optional()
    .describe('Código mostrado ao iniciar; só é preciso fora desta máquina'),
})
/** Whether the first owner is still missing, and whether this caller needs the code shown at start. */
export const setupState = z.object({ is_needed: z.boolean(), needs_code: z.boolean() })

export const signIn = z.strictObject({ email: text(254), password: givenPassword })
/** The token is shown here and nowhere else; a browser also gets it as a cookie that scripts cannot read. */
export const signedIn = z.object({ token: z.string(), expires_at: instant, user: self, tenant })
export const signedJwt = z.object({ jwt: z.string(), expires_at: instant })
/** Public keys that verify the signed tokens. */
export const jwks = z.object({
  keys: z.array(
    z.object({ kid: z.string(), kty: z.string(), alg: z.string(), crv: z.string(), x: z.string() }),
  ),
})

export const me = z.object({
  user: self,
  tenant,
  role,
  permissions: z.array(z.enum(PERMISSIONS)),
  all_branches: z.boolean(),
  branches: z
    .array(z.object({ id, name: z.string(), is_active: z.boolean() }))
    .describe('As filiais que alcança'),
})

export const user = z.object({
  id,
  name: z.string(),
  email: z.string(),
  role,
  branch_ids: branchIds,
  is_active: z.boolean(),
  created_at: instant,
})
export type User = z.infer<typeof user>
export const userPage = pageOf(user)
export const newUser = z.strictObject({
  name: personName,
  email,
  password: newPassword,
  role,
  branch_ids: branchIds.default(null),
})
export const userChange = z
  .strictObject({
    name: personName,
    role,
    branch_ids: branchIds,
    is_active: z.boolean(),
    password: newPassword.describe('Senha nova; encerra todas as sessões da pessoa'),
  })
  .partial()
export const passwordChange = z.strictObject({ current_password: givenPassword, new_password: newPassword })

const INVITATION_STATES = ['open', 'used', 'cancelled', 'expired'] as const
export const invitation = z.object({
  id,
  email: z.string(),
  role,
  branch_ids: branchIds,
  state: z.enum(INVITATION_STATES),
  created_at: instant,
  expires_at: instant,
})
export const invitationPage = pageOf(invitation)
export const newInvitation = z.strictObject({ email, role, branch_ids: branchIds.default(null) })
/** The token is shown here only; `url` holds it after `#`, so that it reaches no server log. */
export const madeInvitation = z.object({ ...invitation.shape, token: z.string(), url: z.string() })
export const acceptInvitation = z.strictObject({
  token: z.string().min(1).max(200),
  name: personName,
  password: newPassword,
})

export const apiKey = z.object({
  id,
  name: z.string(),
  start: z.string().describe('Primeiros caracteres, para reconhecer a chave'),
  role: keyRole,
  branch_ids: branchIds,
  made_by: id,
  created_at: instant,
  last_used_at: instant.nullable().describe('Aproximado: atualizado a cada poucos minutos'),
})
export const apiKeyPage = pageOf(apiKey)
export const newApiKey = z.strictObject({
  name: personName,
  role: keyRole.default('viewer'),
  branch_ids: branchIds.default(null),
})
/** The key is shown here and never again. */
export const madeApiKey = z.object({ ...apiKey.shape, key: z.string() })

/** Pages of what this room lists go by id; the cursor is the last id seen. */
export const idPageQuery = { ...pageQuery, cursor: id.optional() }
export const peopleQuery = z.strictObject(idPageQuery)

export const auditEntry = z.object({
  id,
  at: instant,
  actor: z.object({
    id: id.nullable(),
    name: z.string().nullable(),
    kind: z.enum(['person', 'api_key', 'system', 'nobody']),
  }),
  action: z.string(),
  target: z.string().nullable(),
  facts: z.record(z.string(), z.unknown()),
  ip: z.string().nullable(),
})
export const auditPage = pageOf(auditEntry)
export const auditQuery = z.strictObject({
  ...idPageQuery,
  action: z.string().max(60).optional(),
  actor_id: id.optional(),
  target: z.string().max(120).optional(),
  from: instant.optional(),
  to: instant.optional(),
})
