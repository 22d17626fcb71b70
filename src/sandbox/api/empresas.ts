import { localDate } from '../kernel/dates.ts'
import { type BlingRoute, data } from './answer.ts'

/** Who the connected company is: `id` equals the `companyId` of its webhooks. */
export const empresasRoutes: readonly BlingRoute[] = [
  {
    method: 'GET',
    path: '/empresas/me/dados-basicos',
    scope: 'Empresas',
    answer: ({ company }) =>
      data({
        id: company.id,
        nome: company.name,
        cnpj: company.cnpj,
        email: company.email,
        dataContrato: localDate(company.created_at),
      }),
  },
]
