import type { Sim } from '../sim.ts'
import { issueCode } from './code.ts'

/** What the consent page needs, or why there is none. */
export type AuthorizeQuestion =
  | { readonly ok: true; readonly client_id: string; readonly app_name: string; readonly state: string }
  | { readonly ok: false; readonly location: string }
  | { readonly ok: false; readonly message: string }

/** Reads an authorize request. `redirect_uri` and `scope` are ignored: those of the registration hold. */
export function readAuthorize(sim: Sim, query: Readonly<Record<string, string>>): AuthorizeQuestion {
  const app = sim.world.apps.get('', query['client_id'] ?? '')
  if (!app) return { ok: false, message: 'Aplicativo não encontrado: o client_id é inválido.' }
  const state = query['state'] ?? ''
  if (query['response_type'] !== 'code') {
    return {
      ok: false,
      location: back(app.redirect_uri, state, 'unsupported_response_type', 'Invalid response type'),
    }
  }
  if (!app.is_active)
    return { ok: false, location: back(app.redirect_uri, state, 'app_inativo', 'O aplicativo está inativo.') }
  return { ok: true, client_id: app.client_id, app_name: app.name, state }
}

/** Where the browser goes after the person decided: to the application, with a code or with the refusal. */
export function decideAuthorize(
  sim: Sim,
  form: Readonly<Record<string, string>>,
): { readonly location: string } | { readonly message: string } {
  const app = sim.world.apps.get('', form['client_id'] ?? '')
  if (!app) return { message: 'Aplicativo não encontrado: o client_id é inválido.' }
  const state = form['state'] ?? ''
  if (form['decision'] !== 'allow') {
    return {
      location: back(app.redirect_uri, state, 'access_denied', 'The user denied access to your application'),
    }
  }
  const company = sim.world.companies.get('', form['company_id'] ?? '')
  if (!company) return { message: 'Escolha a empresa que vai autorizar o aplicativo.' }
  if (!company.is_active) {
    return {
      location: back(app.redirect_uri, state, 'UNAUTHORIZED_ERROR', 'A empresa vinculada esta inativa.'),
    }
  }
  const target = new URL(app.redirect_uri)
  target.searchParams.set('code', issueCode(sim, app.client_id, company.id).code)
  target.searchParams.set('state', state)
  return { location: target.href }
}

function back(redirectUri: string, state: string, error: string, description: string): string {
  const target = new URL(redirectUri)
  target.searchParams.set('error', error)
  target.searchParams.set('error_description', description)
  target.searchParams.set('state', state)
  return target.href
}
