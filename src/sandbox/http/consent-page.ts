import type { Company } from '../erp/company.ts'
import { escapeHtml } from './page.ts'

/** The page on which a person says which company authorises the application. */
export function consentPage(question: {
  readonly client_id: string
  readonly app_name: string
  readonly state: string
  readonly companies: readonly Company[]
}): string {
  const choices = question.companies
    .map(
      (company, index) =>
        `<label><input type="radio" name="company_id" value="${company.id}"${index === 0 ? ' checked' : ''}> ${escapeHtml(company.name)} <small>${company.cnpj}</small></label>`,
    )
    .join('\n')
  return `<!doctype html>
<html lang="pt-BR">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Autorizar aplicativo - Bling de testes</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 28rem; margin: 3rem auto; padding: 0 1rem; color: #1d2733 }
label { display: block; padding: .5rem 0 }
small { color: #5b6876 }
button { font: inherit; padding: .6rem 1.2rem; margin: 1rem .5rem 0 0; border-radius: .4rem; border: 1px solid #1a7f37; cursor: pointer }
button[value=allow] { background: #1a7f37; color: #fff }
button[value=deny] { background: #fff; color: #1d2733; border-color: #8b95a1 }
</style>
</head>
<body>
<h1>Autorizar aplicativo</h1>
<p><strong>${escapeHtml(question.app_name)}</strong> quer acessar os dados da empresa no Bling de testes.</p>
<form method="post" action="/Api/v3/oauth/authorize">
<input type="hidden" name="client_id" value="${escapeHtml(question.client_id)}">
<input type="hidden" name="state" value="${escapeHtml(question.state)}">
<fieldset><legend>Empresa</legend>
${choices || '<p>Nenhuma empresa cadastrada. Crie uma em <a href="/_sandbox/">/_sandbox/</a>.</p>'}
</fieldset>
<button name="decision" value="allow">Autorizar</button><button name="decision" value="deny">Negar</button>
</form>
</body>
</html>
`
}
