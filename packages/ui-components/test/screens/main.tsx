import type { ReactElement } from 'react'
import { createRoot } from 'react-dom/client'
import { createMemoryClient } from '../../src/provider/memory/client.js'
import { workedWorld } from '../../src/provider/memory/issue-world.js'
import { partsWorld } from '../../src/provider/memory/parts-world.js'
import { shopWorld } from '../../src/provider/memory/shop-world.js'
import { memoryNavigation } from '../../src/provider/memory-navigation.js'
import { MishapProvider } from '../../src/provider/mishap-provider.js'
import { isIssueTab, paths } from '../../src/provider/paths.js'
import { ConfirmEmailScreen } from '../../src/screens/confirm-email-screen.js'
import { DiscardedIssuesScreen } from '../../src/screens/discarded-issues-screen.js'
import { ForgotPasswordScreen } from '../../src/screens/forgot-password-screen.js'
import { InvitationScreen } from '../../src/screens/invitation-screen.js'
import { IssueDetailScreen } from '../../src/screens/issue-detail-screen.js'
import { IssuesScreen } from '../../src/screens/issues-screen.js'
import { LoginScreen } from '../../src/screens/login-screen.js'
import { NewPasswordScreen } from '../../src/screens/new-password-screen.js'
import { ProjectLimitsScreen } from '../../src/screens/project-limits-screen.js'
import { ProjectsScreen } from '../../src/screens/projects-screen.js'
import { SetupScreen } from '../../src/screens/setup-screen.js'
import { TokensScreen } from '../../src/screens/tokens-screen.js'
import { AppShell } from '../../src/shell/app-shell.js'

/** A page that never loads another: the address, the client and its data are in memory, and in the reach of tests. */
const params = new URLSearchParams(location.search)
const navigation = memoryNavigation(params.get('at') ?? '/acme/issues')
const guardedWorld = {
  ...shopWorld,
  isSignedIn: false,
  secondFactor: { code: '123456', recoveryCodes: ['11112222'] },
  passwordResetKey: 'mailed',
  emailConfirmation: 'mailed',
  invitation: { id: '7', token: 'mailed', email: 'grace@example.com', org: 'acme' },
}
const worlds = { empty: {}, worked: workedWorld, parts: partsWorld, shop: shopWorld, guarded: guardedWorld }
const world = params.get('world') ?? (params.has('empty') ? 'empty' : 'shop')
const client = createMemoryClient(worlds[world as keyof typeof worlds])
Object.assign(globalThis, { client })

function Page(): ReactElement {
  const { path } = navigation.useLocation()
  const [, org = '', place, id, part = '', event] = path.split('/')
  if (path === '/setup') return <SetupScreen />
  if (path === '/login') return <LoginScreen />
  if (path === '/reset-password') return <ForgotPasswordScreen />
  if (org === 'reset-password' && id !== undefined) return <NewPasswordScreen key={id} resetKey={id} />
  if (org === 'accept' && id !== undefined) return <InvitationScreen id={place ?? ''} token={id} />
  if (place === 'confirm-email' && id !== undefined) return <ConfirmEmailScreen token={id} />
  return (
    <AppShell org={org === 'profile' ? 'acme' : org}>
      {place === 'issues' && id === undefined ? <IssuesScreen org={org} /> : null}
      {place === 'issues' && id !== undefined ? (
        <IssueDetailScreen
          key={id}
          org={org}
          id={id}
          event={event}
          {...(event === undefined && isIssueTab(part) ? { tab: part } : {})}
        />
      ) : null}
      {place === 'projects' ? <ProjectsScreen org={org} /> : null}
      {place === 'settings' && event === 'discarded' ? <DiscardedIssuesScreen org={org} project={part} /> : null}
      {place === 'settings' && event !== 'discarded' ? <ProjectLimitsScreen org={org} project={part} /> : null}
      {place === 'tokens' ? <TokensScreen /> : null}
    </AppShell>
  )
}

function At() {
  const { path, search } = navigation.useLocation()
  return <output id="at">{path + search}</output>
}

const root = document.getElementById('page')
if (root !== null) {
  createRoot(root).render(
    <>
      <At />
      <MishapProvider
        client={client}
        navigation={navigation}
        theme={params.get('theme') === 'dark' ? 'dark' : 'light'}
        onUnauthorized={() => navigation.navigate(paths.login(navigation.visited.at(-1)), { replace: true })}
      >
        <Page />
      </MishapProvider>
    </>,
  )
}
