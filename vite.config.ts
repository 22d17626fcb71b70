import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'

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
              test: /src[\\/](web[\\/](components|lib)|domain)[\\/]|lucide-react/,
              minShareCount: 4,
            },
          ],
        },
      },
    },
  },
  plugins: [
    react(),
    tailwindcss(),
    VitePWA({
      registerType: 'prompt',
      injectRegister: false,
      includeAssets: ['icon.svg', 'apple-touch-icon.png'],
      manifest: {
        name: 'EstoqueUni',
        short_name: 'EstoqueUni',
        description: 'Um estoque só, sempre certo, em todas as contas, sites e balcões.',
        lang: 'pt-BR',
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
        globPatterns: ['**/*.{js,css,html,woff2,svg,png}'],
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
