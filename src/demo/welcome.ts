import { COMPANY_NAME, emailOf, STAFF } from './company.ts'
import type { RunningDemo } from './running-demo.ts'

/** What the person at the console reads when the demonstration is up: where it is, how to enter, what to look at first. */
export function welcome({ address, password }: Pick<RunningDemo, 'address' | 'password'>): string {
  const [owner, manager, cashier] = STAFF
  return `
${COMPANY_NAME} está pronto em ${address}

  E-mail: ${emailOf(owner.key)}
  Senha:  ${password}

Com a mesma senha entram ${emailOf(manager.key)} (gerente) e ${emailOf(cashier.key)} (caixa de uma filial).
Para começar: abra ${address}/api/docs, entre com POST /auth/sign-in e veja GET /inventory e GET /movements.
O primeiro passeio, comando por comando, está em docs/tutorial.md. Para encerrar: Ctrl+C.`
}
