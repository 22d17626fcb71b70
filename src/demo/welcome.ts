import { COMPANY_NAME, emailOf, STAFF } from './company.ts'
import type { RunningDemo } from './running-demo.ts'
import { controlPage } from './shops/open-sandbox.ts'
import { SHOPS, SITES } from './shops/shops.ts'

/** What the person at the console reads when the demonstration is up: where it is, how to enter, what to look at first. */
export function welcome({
  address,
  password,
  sandbox,
}: Pick<RunningDemo, 'address' | 'password' | 'sandbox'>): string {
  const [owner, manager, cashier] = STAFF
  return `
${COMPANY_NAME} está pronto em ${address}

  E-mail: ${emailOf(owner.key)}
  Senha:  ${password}

Com a mesma senha entram ${emailOf(manager.key)} (gerente) e ${emailOf(cashier.key)} (caixa de uma filial).

Para começar: abra o endereço no navegador, entre, olhe o Painel, e em Estoque toque em um total para ver de onde ele vem.
Três lojas no Bling de testes mostram o mesmo estoque que as filiais: ${SHOPS.map(({ name }) => name).join(', ')}.
Bling de testes: ${controlPage(sandbox)}
  Nele chegam pedidos sozinhos. Em Saldos vê-se cada loja; em Falhas, o botão "Dia ruim" faz as coisas darem errado.
Dois sites vendem o mesmo estoque: ${SITES.map(({ name }) => name).join(' (como WooCommerce) e ')} (escrito à mão).
  Na página do Bling de testes, em Sites de venda, veem-se o estoque e os pedidos deles; o "Dia ruim" vale para eles também.

Para programas: ${address}/api/docs, e o passeio comando por comando em docs/tutorial.md.
Para encerrar: Ctrl+C.`
}
