import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin, type Rolldown } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { messages } from './src/web/messages/pt-br.ts'

const APP = join(import.meta.dirname, 'src', 'web', 'app')

/**
 * Gives every screen a page of its own, index.html with the names of the code that the screen needs: a phone fetches all of it at once
 * instead of learning of each piece from the one before. The server hands it out for the screen's address.
 */
function screenPages(): Plugin {
  return {
    name: 'screen-pages',
    // The words of the page itself are those of the catalogue as well.
    transformIndexHtml: (html) =>
      html
        .replace('lang="pt-BR"', `lang="${messages.locale}"`)
        .replace('%description%', messages.description),
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const index = bundle['index.html']
        if (index?.type !== 'asset') throw new Error('there is no index.html to begin from')
        // What can be drawn comes first: on a thin line the style would else wait beside all of the code.
        const html = String(index.source).replaceAll(
          /<(script type|link rel)="module(preload)?"/g,
          '$& fetchpriority="low"',
        )
        index.source = html
        for (const { path, page } of screens()) {
          const preloads = [...codeOf(page, bundle)]
            .filter((file) => !html.includes(file))
            .map((file) => `<link rel="modulepreload" fetchpriority="low" crossorigin href="/${file}">\n`)
          const source = html.replace('</head>', `${preloads.join('')}</head>`)
          this.emitFile({ type: 'asset', fileName: `${path.slice(1)}.html`, source })
        }
      },
    },
  }
}

/** The screens and the files that their code begins in, as `app/screens.ts` names them. */
function screens(): { path: string; page: string }[] {
  const text = readFileSync(join(APP, 'screens.ts'), 'utf8')
  const found = [...text.matchAll(/path: '(\/[a-z-]+)',[^}]*?import\('\.\/(pages\/[a-z-]+\.tsx)'\)/g)]
  if (found.length !== text.match(/path: '/g)?.length)
    throw new Error('screens.ts is not written as expected')
  return found.map(([, path = '', page = '']) => ({ path, page: join(APP, page) }))
}

/** A screen's own piece and, over and over, what each piece imports. */
function codeOf(page: string, bundle: Rolldown.OutputBundle): Set<string> {
  const begin = Object.values(bundle).find((file) => file.type === 'chunk' && file.facadeModuleId === page)
  if (begin === undefined) throw new Error(`${page} is in no piece of its own`)
  const files = new Set([begin.fileName])
  for (const name of files) {
    const file = bundle[name]
    if (file?.type === 'chunk') for (const other of file.imports) files.add(other)
  }
  return files
}

/** The web app: built from src/web into dist/web, which the server hands out. */
export default defineConfig({
  root: 'src/web',
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              // What many screens share is small piece by piece; a phone waits for each request, so the pieces come as one.
              name: 'shared',
              // Dialogs and menus come with their first use.
              test: /src[\\/](web[\\/](components[\\/](?!(?:[a-z]+-)?sheet|event-inbox|menu|tabs|camera)|lib[\\/])|domain[\\/])|lucide-react/,
              minShareCount: 4,
            },
            // Every drawing in a request of its own would cost more than all of them.
            {
              name: 'shared',
              test: /lucide-react|web[\\/](components[\\/](?!(?:[a-z]+-)?sheet|event-inbox|menu|tabs|camera)|lib[\\/])/,
              minShareCount: 2,
            },
          ],
        },
      },
    },
  },
  plugins: [
    react(),
    tailwindcss(),
    screenPages(),
    VitePWA({
      registerType: 'prompt',
      injectRegister: false,
      includeAssets: ['icon.svg', 'apple-touch-icon.png'],
      manifest: {
        name: 'EstoqueUni',
        short_name: 'EstoqueUni',
        description: messages.description,
        lang: messages.locale,
        start_url: '/vender',
        scope: '/',
        display: 'standalone',
        background_color: '#f6f7f3',
        theme_color: '#0f6b4a',
        icons: [
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
          { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
        ],
      },
      workbox: {
        globPatterns: ['index.html', '**/*.{js,css,woff2,svg,png}'],
        navigateFallback: '/index.html',
        // What is not a screen is never answered from the cache.
        navigateFallbackDenylist: [/^\/(api|webhooks|site-api|health|ready|metrics|\.well-known)(\/|$)/],
        runtimeCaching: [
          {
            // The bar code reader is large and only some use it: kept once it was asked for.
            urlPattern: /\/assets\/.*\.wasm$/,
            handler: 'CacheFirst',
            options: { cacheName: 'wasm' },
          },
        ],
      },
    }),
  ],
})
