/** The page on which a browser lands after Bling when nobody is signed in there: no screen could tell it more. It works without scripts. */
export function callbackPage(shown: { readonly title: string; readonly text: string }): string {
  return `<!doctype html>
<html lang="pt-BR">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(shown.title)} - EstoqueUni</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 32rem; margin: 15vh auto 0; padding: 0 1.25rem; color: #1c1917 }
h1 { font-size: 1.4rem; color: #7f1d1d }
a { display: inline-block; margin-top: 1rem; padding: .6rem 1rem; border-radius: .5rem; background: #1c1917; color: #fff; text-decoration: none }
</style>
</head>
<body>
<main>
<h1>${escapeHtml(shown.title)}</h1>
<p>${escapeHtml(shown.text)}</p>
<a href="/">Voltar ao EstoqueUni</a>
</main>
</body>
</html>
`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
