import * as z from 'zod'

/** Which company an access belongs to. `company_id` is what its events carry, too. */
export type Company = { readonly company_id: string; readonly name: string }

/** Reads `GET /empresas/me/dados-basicos`. */
export const companyIn = z
  .looseObject({
    id: z
      .string()
      .toLowerCase()
      .regex(/^[0-9a-f]{32}$/),
    nome: z.string().nullish(),
  })
  .transform(
    ({ id, nome }): Company => ({ company_id: id, name: (nome ?? '').trim().slice(0, 200) || 'Conta Bling' }),
  )
