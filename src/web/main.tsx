import './styles/base.css'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode, startTransition } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter } from 'react-router'
import { App } from './app/app.tsx'
import { keepFocusInSight } from './app/focus-in-sight.ts'
import { OwnFont } from './app/own-font.tsx'
import { SCREENS } from './app/screens.ts'
import { hearSearchKey } from './app/search-key.ts'
import { applyTheme, keptTheme } from './app/theme.ts'
import { CrashGuard } from './components/crash-guard.tsx'
import { Toasts } from './components/toasts.tsx'
import { isBranchLost, isSignedOut } from './lib/refusal-text.ts'
import { speakChosenLanguage } from './messages/languages.ts'
import { beginWithKeptSession } from './session/session.tsx'

applyTheme(keptTheme())
hearSearchKey()
keepFocusInSight()

// The screen of this address is fetched while the server still says who is there; what fails now is asked for again when it is shown.
SCREENS.find(({ path }) => path === location.pathname)
  ?.load()
  .catch(() => undefined)

const client = new QueryClient({
  queryCache: new QueryCache({ onError: askWhoIsThere }),
  mutationCache: new MutationCache({ onError: askWhoIsThere }),
  defaultOptions: {
    // The client of the API retries by itself, and the browser's opinion about the network is only an opinion.
    queries: { retry: false, networkMode: 'always', staleTime: 5_000 },
    mutations: { retry: false, networkMode: 'always' },
  },
})

/**
 * The session has ended, or the branch was closed to this device, while it worked: whoever is there has to hear it now, not at the next
 * visit. At the door there is nobody to ask about.
 */
function askWhoIsThere(error: Error): void {
  const isAtDoor = client.getQueryState(['who'])?.status === 'error'
  if (!isAtDoor && (isBranchLost(error) || isSignedOut(error)))
    void client.invalidateQueries({ queryKey: ['who'] })
}

beginWithKeptSession(client)

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no root')
const app = (
  <StrictMode>
    <CrashGuard>
      <QueryClientProvider client={client}>
        {/* What is chosen and typed is kept in the address: it has to be there before the next key or tap, not when there is time. */}
        <BrowserRouter useTransitions={false}>
          <App />
        </BrowserRouter>
        <Toasts />
        <OwnFont />
      </QueryClientProvider>
    </CrashGuard>
  </StrictMode>
)
// A transition, so that an old phone draws the first screen in small pieces and hears a tap between them.
const draw = () => startTransition(() => createRoot(root).render(app))
// Another language than the company's is fetched first; the company's own is here.
void speakChosenLanguage().then(draw)
