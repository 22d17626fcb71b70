import type { Company } from '../erp/company.ts'
import type { Sim } from '../sim.ts'

/** What is answered: a status and JSON, or a page (from what stands before Bling's servers), or nothing (204). */
export interface BlingAnswer {
  readonly status: number
  readonly body?: unknown
  readonly html?: string
}

/** Query parameters as they came; a repeated key is a list. */
export type Query = Readonly<Record<string, string | readonly string[] | undefined>>

/** An authenticated, admitted request. */
export interface BlingRequest {
  readonly sim: Sim
  readonly company: Company
  readonly params: Readonly<Record<string, string>>
  readonly query: Query
  readonly body: unknown
}

/** One operation of the API, named as in Bling's own document. */
export interface BlingRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** With the parameters in braces, e.g. `/produtos/{idProduto}`. */
  readonly path: string
  /** Without it in the token: 403. */
  readonly scope: string
  readonly answer: (request: BlingRequest) => BlingAnswer
}

/** 200 with the usual envelope. */
export function data(value: unknown): BlingAnswer {
  return { status: 200, body: { data: value } }
}

/** 201 with the usual envelope. */
export function created(value: unknown): BlingAnswer {
  return { status: 201, body: { data: value } }
}

/** 204. */
export const NO_CONTENT: BlingAnswer = { status: 204 }
