import type { ComponentType, ReactElement } from 'react'
import { createRoot } from 'react-dom/client'
import { AdminAuditLogScreen } from '../../src/admin/audit-log-screen.js'
import { AdminIngestScreen } from '../../src/admin/ingest-screen.js'
import { AdminOrganizationsScreen } from '../../src/admin/organizations-screen.js'
import { AdminOverviewScreen } from '../../src/admin/overview-screen.js'
import { AdminSettingsScreen } from '../../src/admin/settings-screen.js'
import { AdminStorageScreen } from '../../src/admin/storage-screen.js'
import { AdminUsersScreen } from '../../src/admin/users-screen.js'
import { AlertScreen, NewAlertScreen } from '../../src/alerts/alert-editor-screen.js'
import { AlertLogScreen } from '../../src/alerts/alert-log-screen.js'
import { AlertsScreen } from '../../src/alerts/alerts-screen.js'
import { IntegrationsScreen } from '../../src/alerts/integrations-screen.js'
import { ProjectAlertsScreen } from '../../src/alerts/project-alerts-screen.js'
import { IncidentScreen } from '../../src/incidents/incident-screen.js'
import { IncidentsScreen } from '../../src/incidents/incidents-screen.js'
import { MaintenanceScreen } from '../../src/maintenance/maintenance-screen.js'
import { adminWorld } from '../../src/provider/memory/admin-fixtures.js'
import { alertWorld } from '../../src/provider/memory/alert-world.js'
import { aMute, anIntegration, anOrganization, aUser, STORY_NOW } from '../../src/provider/memory/builders.js'
import { createMemoryClient } from '../../src/provider/memory/client.js'
import { workedWorld } from '../../src/provider/memory/issue-world.js'
import { hostileOrganization, organizationWorld } from '../../src/provider/memory/organization-world.js'
import { partsWorld } from '../../src/provider/memory/parts-world.js'
import { shopIncidents } from '../../src/provider/memory/shop-incidents.js'
import { shopMaintenance } from '../../src/provider/memory/shop-maintenance.js'
import { shopReleases } from '../../src/provider/memory/shop-releases.js'
import { shopStatusPages } from '../../src/provider/memory/shop-status-pages.js'
import { shopWorld } from '../../src/provider/memory/shop-world.js'
import { uptimeWorld } from '../../src/provider/memory/uptime-world.js'
import { memoryNavigation } from '../../src/provider/memory-navigation.js'
import { MishapProvider } from '../../src/provider/mishap-provider.js'
import { isIssueTab, paths } from '../../src/provider/paths.js'
import { AccountScreen } from '../../src/screens/account-screen.js'
import { ConfirmEmailScreen } from '../../src/screens/confirm-email-screen.js'
import { DiscardedIssuesScreen } from '../../src/screens/discarded-issues-screen.js'
import { ForgotPasswordScreen } from '../../src/screens/forgot-password-screen.js'
import { InvitationScreen } from '../../src/screens/invitation-screen.js'
import { IssueDetailScreen } from '../../src/screens/issue-detail-screen.js'
import { IssuesScreen } from '../../src/screens/issues-screen.js'
import { LoginScreen } from '../../src/screens/login-screen.js'
import { MembersScreen } from '../../src/screens/members-screen.js'
import { NewPasswordScreen } from '../../src/screens/new-password-screen.js'
import { NotificationsScreen } from '../../src/screens/notifications-screen.js'
import { OrganizationAuditLogScreen } from '../../src/screens/organization-audit-log-screen.js'
import { OrganizationProjectsScreen } from '../../src/screens/organization-projects-screen.js'
import { OrganizationSettingsScreen } from '../../src/screens/organization-settings-screen.js'
import { ProjectEnvironmentsScreen } from '../../src/screens/project-environments-screen.js'
import { ProjectFiltersScreen } from '../../src/screens/project-filters-screen.js'
import { ProjectKeysScreen } from '../../src/screens/project-keys-screen.js'
import { ProjectLimitsScreen } from '../../src/screens/project-limits-screen.js'
import { ProjectSettingsScreen } from '../../src/screens/project-settings-screen.js'
import type { ProjectScreenProps } from '../../src/screens/project-setup-screen.js'
import { ProjectsScreen } from '../../src/screens/projects-screen.js'
import { ReleaseScreen } from '../../src/screens/release-screen.js'
import { ReleasesScreen } from '../../src/screens/releases-screen.js'
import { SecondFactorGate } from '../../src/screens/second-factor-gate.js'
import { SecurityScreen } from '../../src/screens/security-screen.js'
import { SetupScreen } from '../../src/screens/setup-screen.js'
import { ShortcutsScreen } from '../../src/screens/shortcuts-screen.js'
import { TeamsScreen } from '../../src/screens/teams-screen.js'
import { TokensScreen } from '../../src/screens/tokens-screen.js'
import { UsageScreen } from '../../src/screens/usage-screen.js'
import { WizardScreen } from '../../src/screens/wizard-screen.js'
import { AppShell } from '../../src/shell/app-shell.js'
import { StatusPageScreen } from '../../src/status-pages/status-page-screen.js'
import { StatusPagesScreen } from '../../src/status-pages/status-pages-screen.js'
import { EditMonitorScreen, NewMonitorScreen } from '../../src/uptime/monitor-editor-screen.js'
import { MonitorScreen } from '../../src/uptime/monitor-screen.js'
import { UptimeScreen } from '../../src/uptime/uptime-screen.js'

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
const settledWorld = {
  ...organizationWorld('manager'),
  user: aUser({ isSuperuser: false }),
  passwordResetKey: 'mailed',
  otherEmails: [{ email: 'ada@analytical.example', isPrimary: false, isVerified: true }],
  environments: ['production', 'staging'],
  wizardHash: 'waiting',
  mutes: [aMute(), aMute({ id: '2', isOwn: false })],
  integrations: [
    anIntegration(),
    anIntegration({
      id: '2',
      kind: 'jira',
      name: 'Jira',
      url: 'https://acme.atlassian.net',
      state: 'failing',
      error: 'HTTP 401: the token is not known.',
    }),
  ],
  sourceLinks: {
    ['a3f1c2d4e5b6'.padEnd(32, '0')]: [0, 1].flatMap((exception) =>
      Array.from({ length: 20 }, (_, frame) => ({
        ...{ exception, frame },
        url: `https://github.com/acme/web/blob/abc/${exception}/${frame}`,
      })),
    ),
  },
  codeMappings: [
    {
      id: '1',
      integrationID: '1',
      project: 'web',
      repository: 'acme/web',
      stackRoot: '/app/',
      sourceRoot: '',
      branch: 'main',
    },
  ],
  security: {
    asksForProof: true,
    otherSessions: ['Firefox/144.0', 'Version/18.0 Safari/604.1'].map((user_agent, place) => ({
      ...{ id: String(place), user_agent, ip: '198.51.100.23', is_current: false },
      ...{ created_at: STORY_NOW.getTime() / 1000 - 86_400, expires_at: STORY_NOW.getTime() / 1000 + 86_400 },
    })),
  },
}
const worlds = {
  admin: adminWorld,
  alerts: alertWorld,
  empty: {},
  worked: workedWorld,
  parts: partsWorld,
  shop: shopWorld,
  uptime: uptimeWorld,
  told: { ...uptimeWorld, incidents: shopIncidents, maintenance: shopMaintenance, statusPages: shopStatusPages },
  shipped: { ...shopWorld, releases: shopReleases },
  guarded: guardedWorld,
  settled: settledWorld,
  organization: organizationWorld(),
  member: organizationWorld('member'),
  hostile: hostileOrganization,
  walled: { ...shopWorld, organizations: [anOrganization({ require2fa: true })] },
}
const settings: Readonly<Record<string, ComponentType<{ org: string }>>> = {
  general: OrganizationSettingsScreen,
  members: MembersScreen,
  teams: TeamsScreen,
  projects: OrganizationProjectsScreen,
  integrations: IntegrationsScreen,
  usage: UsageScreen,
  'audit-log': OrganizationAuditLogScreen,
}
const world = params.get('world') ?? (params.has('empty') ? 'empty' : 'shop')
const client = createMemoryClient(worlds[world as keyof typeof worlds])
Object.assign(globalThis, { client, navigation })

const projectPages: Readonly<Record<string, ComponentType<ProjectScreenProps>>> = {
  general: ProjectSettingsScreen,
  alerts: ProjectAlertsScreen,
  keys: ProjectKeysScreen,
  environments: ProjectEnvironmentsScreen,
  filters: ProjectFiltersScreen,
  limits: ProjectLimitsScreen,
  discarded: DiscardedIssuesScreen,
}
const adminPages: Readonly<Record<string, ComponentType>> = {
  overview: AdminOverviewScreen,
  users: AdminUsersScreen,
  organizations: AdminOrganizationsScreen,
  ingest: AdminIngestScreen,
  storage: AdminStorageScreen,
  settings: AdminSettingsScreen,
  'audit-log': AdminAuditLogScreen,
}
const profilePages: Readonly<Record<string, ComponentType>> = {
  account: AccountScreen,
  security: SecurityScreen,
  notifications: NotificationsScreen,
  tokens: TokensScreen,
  shortcuts: ShortcutsScreen,
}

function Page(): ReactElement {
  const { path } = navigation.useLocation()
  const [, org = '', place, id, part = '', event] = path.split('/')
  const ProjectPage = place === 'settings' && part !== '' ? projectPages[event ?? 'general'] : undefined
  const OwnPage = { profile: profilePages, admin: adminPages }[org]?.[place ?? '']
  if (path === '/setup') return <SetupScreen />
  if (org === 'account') return <WizardScreen hash={part} />
  if (path === '/login') return <LoginScreen />
  if (path === '/reset-password') return <ForgotPasswordScreen />
  if (org === 'reset-password' && id !== undefined) return <NewPasswordScreen key={id} resetKey={id} />
  if (org === 'accept' && id !== undefined) return <InvitationScreen id={place ?? ''} token={id} />
  if (place === 'confirm-email' && id !== undefined) return <ConfirmEmailScreen token={id} />
  const Settings = place === 'settings' && part === '' ? settings[id ?? ''] : undefined
  return (
    <AppShell org={org === 'profile' || org === 'admin' ? 'acme' : org}>
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
      {Settings === undefined ? null : (
        <SecondFactorGate org={org}>
          <Settings org={org} />
        </SecondFactorGate>
      )}
      {place === 'alerts' ? <AlertPages key={id} org={org} id={id} /> : null}
      {place === 'releases' && id === undefined ? <ReleasesScreen org={org} /> : null}
      {place === 'releases' && id !== undefined ? (
        <ReleaseScreen key={id} org={org} version={decodeURIComponent(id)} />
      ) : null}
      {place === 'uptime' && id === 'new' ? <NewMonitorScreen key={path} org={org} /> : null}
      {place === 'uptime' && part === 'edit' ? <EditMonitorScreen key={id} org={org} id={Number(id)} /> : null}
      {place === 'uptime' && id !== undefined && id !== 'new' && part === '' ? (
        <MonitorScreen key={id} org={org} id={Number(id)} />
      ) : null}
      {place === 'uptime' && id === undefined ? <UptimeScreen org={org} /> : null}
      {place === 'incidents' && id === undefined ? <IncidentsScreen org={org} /> : null}
      {place === 'incidents' && id !== undefined ? <IncidentScreen key={id} org={org} id={id} /> : null}
      {place === 'maintenance' ? <MaintenanceScreen org={org} /> : null}
      {place === 'status-pages' && id === undefined ? <StatusPagesScreen org={org} /> : null}
      {place === 'status-pages' && id !== undefined ? <StatusPageScreen key={id} org={org} slug={id} /> : null}
      {place === 'projects' ? <ProjectsScreen org={org} /> : null}
      {ProjectPage === undefined ? null : <ProjectPage key={part} org={org} project={part} />}
      {OwnPage === undefined ? null : <OwnPage />}
    </AppShell>
  )
}

function AlertPages({ org, id }: { readonly org: string; readonly id: string | undefined }) {
  if (id === undefined) return <AlertsScreen org={org} />
  if (id === 'new') return <NewAlertScreen org={org} />
  return id === 'log' ? <AlertLogScreen org={org} /> : <AlertScreen org={org} id={Number(id)} />
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
        {...(['organization', 'member', 'hostile', 'shipped', 'uptime', 'told', 'alerts'].includes(world)
          ? { now: STORY_NOW }
          : {})}
        theme={params.get('theme') === 'dark' ? 'dark' : 'light'}
        onUnauthorized={() => navigation.navigate(paths.login(navigation.visited.at(-1)), { replace: true })}
      >
        <Page />
      </MishapProvider>
    </>,
  )
}
