import type { Filters, Got, Sent } from '../../client/api-types.ts'
import type * as identity from '../../contract/identity.ts'
import type * as offline from '../../contract/offline.ts'
import type * as settings from '../../contract/settings.ts'
import { createCalls } from './calls.ts'

const { get, write } = createCalls(20_000)

/** What the office does and the typed client of programs does not offer: people, keys, settings, audit, quarantine. */
export const admin = {
  settings: () => get<Got<typeof settings.tenantSettings>>('/settings'),
  changeSettings: (body: Sent<typeof settings.settingsChange>) =>
    write<Got<typeof settings.tenantSettings>>('PATCH', '/settings', body),
  users: (query: Filters<typeof identity.peopleQuery> = {}) =>
    get<Got<typeof identity.userPage>>('/users', query),
  createUser: (body: Sent<typeof identity.newUser>) =>
    write<Got<typeof identity.user>>('POST', '/users', body),
  changeUser: (id: string, body: Sent<typeof identity.userChange>) =>
    write<Got<typeof identity.user>>('PATCH', `/users/${id}`, body),
  invitations: () => get<Got<typeof identity.invitationPage>>('/invitations', { limit: 200 }),
  invite: (body: Sent<typeof identity.newInvitation>) =>
    write<Got<typeof identity.madeInvitation>>('POST', '/invitations', body),
  cancelInvitation: (id: string) => write<null>('DELETE', `/invitations/${id}`),
  acceptInvitation: (body: Sent<typeof identity.acceptInvitation>) =>
    write<Got<typeof identity.signedIn>>('POST', '/invitations/accept', body),
  apiKeys: () => get<Got<typeof identity.apiKeyPage>>('/api-keys', { limit: 200 }),
  createApiKey: (body: Sent<typeof identity.newApiKey>) =>
    write<Got<typeof identity.madeApiKey>>('POST', '/api-keys', body),
  revokeApiKey: (id: string) => write<null>('DELETE', `/api-keys/${id}`),
  audit: (query: Filters<typeof identity.auditQuery> = {}) =>
    get<Got<typeof identity.auditPage>>('/audit', query),
  quarantine: () => get<Got<typeof offline.quarantinePage>>('/offline/quarantine', { limit: 200 }),
  reprocess: (op_id: string) =>
    write<Got<typeof offline.pushAnswer>['results'][number]>(
      'POST',
      `/offline/quarantine/${encodeURIComponent(op_id)}/reprocess`,
    ),
  dismiss: (op_id: string) => write<null>('POST', `/offline/quarantine/${encodeURIComponent(op_id)}/dismiss`),
}
