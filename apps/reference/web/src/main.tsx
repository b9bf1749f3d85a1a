import { createClient } from '@mishap/core/client'
import { MishapProvider, paths } from '@mishap/ui-components'
import { createRoot } from 'react-dom/client'
import { Router } from 'wouter'
import { App } from './app.js'
import './app.css'
import { browserHistory } from './browser-history.js'
import { readConfig } from './config.js'
import { preferences } from './preferences.js'
import { wouterNavigation } from './wouter-navigation.js'

const { basePath } = readConfig(document)
const history = browserHistory()
const navigation = wouterNavigation(basePath, history)

// Whoever is not, or no longer, signed in comes back to where they were.
function askToSignIn() {
  const path = location.pathname.slice(basePath.length) || '/'
  if (path === paths.login() || path === paths.setup()) return
  navigation.navigate(paths.login(path + location.search), { replace: true })
}

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no element #root.')

createRoot(root).render(
  <Router base={basePath} hook={history.usePath} searchHook={history.useSearch}>
    <MishapProvider
      client={createClient({ baseUrl: `${basePath}/` })}
      navigation={navigation}
      locale={navigator.language}
      theme={preferences.theme()}
      onThemeChange={preferences.setTheme}
      hasShortcuts={preferences.hasShortcuts()}
      onShortcutsChange={preferences.setShortcuts}
      onUnauthorized={askToSignIn}
    >
      <App />
    </MishapProvider>
  </Router>,
)
