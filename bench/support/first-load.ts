import type { SignedInBrowser } from './signed-in-browser.ts'

/** Bytes of scripts on the wire, headers included, from an empty cache until the screen `name` stands with its data. */
export async function scriptBytesOf(
  { context }: SignedInBrowser,
  { name, path }: { readonly name: string; readonly path: string },
): Promise<number> {
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('Network.enable')
  // A service worker that an earlier visit left would answer without the network.
  await devtools.send('Network.setBypassServiceWorker', { bypass: true })
  await devtools.send('Network.clearBrowserCache')
  const scripts = new Set<string>()
  let bytes = 0
  devtools.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId)
  })
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength
  })
  await page.goto(path)
  await page.getByRole('heading', { level: 1, name }).waitFor()
  await page.getByLabel('Carregando…').first().waitFor({ state: 'hidden' })
  await page.close()
  return bytes
}
