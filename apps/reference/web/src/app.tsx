import {
  AppShell,
  Boundary,
  ImpersonationBanner,
  isIssueTab,
  PlainShell,
  paths,
  SecondFactorGate,
  Skeleton,
} from '@mishap/ui-components'
import { type ComponentType, lazy, type ReactNode, Suspense, useEffect } from 'react'
import { Redirect, Route, Switch } from 'wouter'
import { Home, useOwnOrg } from './home.js'
import { preferences } from './preferences.js'

const Login = lazy(() => import('./routes/login.js'))
const FinishSignIn = lazy(() => import('./routes/finish-sign-in.js'))
const Register = lazy(() => import('./routes/register.js'))
const AdminSignIn = lazy(() => import('./routes/admin-sign-in.js'))
const ADMIN_PAGES = [
  ['overview', lazy(() => import('./routes/admin-overview.js'))],
  ['users', lazy(() => import('./routes/admin-users.js'))],
  ['organizations', lazy(() => import('./routes/admin-organizations.js'))],
  ['ingest', lazy(() => import('./routes/admin-ingest.js'))],
  ['storage', lazy(() => import('./routes/admin-storage.js'))],
  ['settings', lazy(() => import('./routes/admin-settings.js'))],
  ['audit-log', lazy(() => import('./routes/admin-audit-log.js'))],
] as const
const ForgotPassword = lazy(() => import('./routes/forgot-password.js'))
const NewPassword = lazy(() => import('./routes/new-password.js'))
const ConfirmEmail = lazy(() => import('./routes/confirm-email.js'))
const Invitation = lazy(() => import('./routes/invitation.js'))
const Setup = lazy(() => import('./routes/setup.js'))
const NewOrganization = lazy(() => import('./routes/new-organization.js'))
const Issues = lazy(() => import('./routes/issues.js'))
const IssueDetail = lazy(() => import('./routes/issue-detail.js'))
const Releases = lazy(() => import('./routes/releases.js'))
const Release = lazy(() => import('./routes/release.js'))
const Alerts = lazy(() => import('./routes/alerts.js'))
const NewAlert = lazy(() => import('./routes/new-alert.js'))
const AlertLog = lazy(() => import('./routes/alert-log.js'))
const Alert = lazy(() => import('./routes/alert.js'))
const Incidents = lazy(() => import('./routes/incidents.js'))
const Incident = lazy(() => import('./routes/incident.js'))
const Maintenance = lazy(() => import('./routes/maintenance.js'))
const Uptime = lazy(() => import('./routes/uptime.js'))
const NewMonitor = lazy(() => import('./routes/new-monitor.js'))
const EditMonitor = lazy(() => import('./routes/edit-monitor.js'))
const Monitor = lazy(() => import('./routes/monitor.js'))
const StatusPages = lazy(() => import('./routes/status-pages.js'))
const StatusPage = lazy(() => import('./routes/status-page.js'))
const Projects = lazy(() => import('./routes/projects.js'))
const NewProject = lazy(() => import('./routes/new-project.js'))
const ProjectSetup = lazy(() => import('./routes/project-setup.js'))
const ProjectGrouping = lazy(() => import('./routes/project-grouping.js'))
const ProjectKeys = lazy(() => import('./routes/project-keys.js'))
const ProjectEnvironments = lazy(() => import('./routes/project-environments.js'))
const ProjectFilters = lazy(() => import('./routes/project-filters.js'))
const ProjectLimits = lazy(() => import('./routes/project-limits.js'))
const ProjectAlerts = lazy(() => import('./routes/project-alerts.js'))
const ProjectOwnership = lazy(() => import('./routes/project-ownership.js'))
const DiscardedIssues = lazy(() => import('./routes/discarded-issues.js'))
const IngestLog = lazy(() => import('./routes/ingest-log.js'))
const OrganizationSettings = lazy(() => import('./routes/organization-settings.js'))
const OrganizationMembers = lazy(() => import('./routes/organization-members.js'))
const OrganizationTeams = lazy(() => import('./routes/organization-teams.js'))
const OrganizationProjects = lazy(() => import('./routes/organization-projects.js'))
const OrganizationIntegrations = lazy(() => import('./routes/organization-integrations.js'))
const OrganizationUsage = lazy(() => import('./routes/organization-usage.js'))
const OrganizationAuditLog = lazy(() => import('./routes/organization-audit-log.js'))
const ProjectSettings = lazy(() => import('./routes/project-settings.js'))
const Tokens = lazy(() => import('./routes/tokens.js'))
const Account = lazy(() => import('./routes/account.js'))
const Security = lazy(() => import('./routes/security.js'))
const Notifications = lazy(() => import('./routes/notifications.js'))
const Shortcuts = lazy(() => import('./routes/shortcuts.js'))
const Wizard = lazy(() => import('./routes/wizard.js'))
const Appearance = lazy(() => import('./routes/appearance.js'))
const NotFound = lazy(() => import('./routes/not-found.js'))

/** Every address of the app. Those without an organization come first: their names are no slugs. */
export function App() {
  return (
    <Switch>
      <Route path="/" component={Home} />
      <Route path="/setup">{bare(Setup)}</Route>
      <Route path="/login">{bare(Login)}</Route>
      <Route path="/login/finalize">{bare(FinishSignIn)}</Route>
      <Route path="/register">{bare(Register)}</Route>
      <Route path="/admin/sign-in">{own(AdminSignIn)}</Route>
      {ADMIN_PAGES.map(([place, Page]) => (
        <Route key={place} path={`/admin/${place}`}>
          {own(Page)}
        </Route>
      ))}
      <Route path="/admin/queues">
        <Redirect to="/admin/ingest" replace />
      </Route>
      <Route path="/admin">
        <Redirect to="/admin/overview" replace />
      </Route>
      <Route path="/reset-password">{bare(ForgotPassword)}</Route>
      <Route path="/reset-password/set-new-password/:key">
        {({ key }) => alone(<NewPassword key={key} resetKey={key} />)}
      </Route>
      <Route path="/profile/confirm-email/:token">
        {({ token }) => alone(<ConfirmEmail key={token} token={token} />)}
      </Route>
      <Route path="/accept/:id/:token">
        {({ id, token }) => alone(<Invitation key={token} id={id} token={token} />)}
      </Route>
      <Route path="/organizations/new">
        {alone(
          <>
            <ImpersonationBanner />
            <NewOrganization />
          </>,
        )}
      </Route>
      <Route path="/profile/tokens">{own(Tokens)}</Route>
      <Route path="/profile/account">{own(Account)}</Route>
      <Route path="/profile/security">{own(Security)}</Route>
      <Route path="/profile/notifications">{own(Notifications)}</Route>
      <Route path="/profile/appearance">{own(Appearance)}</Route>
      <Route path="/profile/shortcuts">{own(Shortcuts)}</Route>
      <Route path="/account/settings/wizard/:hash">{({ hash }) => alone(<Wizard key={hash} hash={hash} />)}</Route>
      <Route path="/profile">
        <Redirect to="/profile/account" replace />
      </Route>
      <Route path="/:org">{({ org }) => <Redirect to={`/${encodeURIComponent(org)}/issues`} replace />}</Route>
      <Route path="/:org/issues">{({ org }) => within(org, <Issues org={org} />)}</Route>
      <Route path="/:org/issues/:id">{({ org, id }) => within(org, <IssueDetail key={id} org={org} id={id} />)}</Route>
      <Route path="/:org/issues/:id/events/:event">
        {({ org, id, event }) => within(org, <IssueDetail key={id} org={org} id={id} event={event} />)}
      </Route>
      <Route path="/:org/issues/:id/:tab">
        {({ org, id, tab }) =>
          within(org, isIssueTab(tab) ? <IssueDetail key={id} org={org} id={id} tab={tab} /> : <NotFound />)
        }
      </Route>
      <Route path="/:org/releases">{({ org }) => within(org, <Releases org={org} />)}</Route>
      <Route path="/:org/releases/:version">
        {({ org, version }) => within(org, <Release key={version} org={org} />)}
      </Route>
      <Route path="/:org/alerts">{({ org }) => within(org, <Alerts org={org} />)}</Route>
      <Route path="/:org/alerts/new">{({ org }) => within(org, <NewAlert org={org} />)}</Route>
      <Route path="/:org/alerts/log">{({ org }) => within(org, <AlertLog org={org} />)}</Route>
      <Route path="/:org/alerts/:id">
        {({ org, id }) => within(org, isNumber(id) ? <Alert key={id} org={org} id={Number(id)} /> : <NotFound />)}
      </Route>
      <Route path="/:org/incidents">{({ org }) => within(org, <Incidents org={org} />)}</Route>
      <Route path="/:org/incidents/:id">{({ org, id }) => within(org, <Incident key={id} org={org} id={id} />)}</Route>
      <Route path="/:org/maintenance">{({ org }) => within(org, <Maintenance org={org} />)}</Route>
      <Route path="/:org/uptime">{({ org }) => within(org, <Uptime org={org} />)}</Route>
      <Route path="/:org/uptime/new">{({ org }) => within(org, <NewMonitor org={org} />)}</Route>
      <Route path="/:org/uptime/:id/edit">
        {({ org, id }) => within(org, isNumber(id) ? <EditMonitor key={id} org={org} id={Number(id)} /> : <NotFound />)}
      </Route>
      <Route path="/:org/uptime/:id">
        {({ org, id }) => within(org, isNumber(id) ? <Monitor key={id} org={org} id={Number(id)} /> : <NotFound />)}
      </Route>
      {/* As GlitchTip has it in mails and in the bookmarks of people. */}
      <Route path="/:org/uptime-monitors/*?">
        {({ org, '*': rest }) => <Redirect to={monitorPlace(org, rest)} replace />}
      </Route>
      <Route path="/:org/status-pages">{({ org }) => within(org, <StatusPages org={org} />)}</Route>
      <Route path="/:org/status-pages/:slug">
        {({ org, slug }) => within(org, <StatusPage key={slug} org={org} slug={slug} />)}
      </Route>
      <Route path="/:org/projects">{({ org }) => within(org, <Projects org={org} />)}</Route>
      <Route path="/:org/projects/new">{({ org }) => within(org, <NewProject org={org} />)}</Route>
      <Route path="/:org/projects/:project/setup">
        {({ org, project }) => within(org, <ProjectSetup key={project} org={org} project={project} />)}
      </Route>
      <Route path="/:org/settings">{({ org }) => <Redirect to={paths.organizationSettings(org)} replace />}</Route>
      <Route path="/:org/settings/general">
        {({ org }) => within(org, <OrganizationSettings key={org} org={org} />)}
      </Route>
      <Route path="/:org/settings/members">
        {({ org }) => within(org, <OrganizationMembers key={org} org={org} />)}
      </Route>
      <Route path="/:org/settings/teams">{({ org }) => within(org, <OrganizationTeams key={org} org={org} />)}</Route>
      <Route path="/:org/settings/projects">
        {({ org }) => within(org, <OrganizationProjects key={org} org={org} />)}
      </Route>
      <Route path="/:org/settings/integrations">
        {({ org }) => within(org, <OrganizationIntegrations key={org} org={org} />)}
      </Route>
      <Route path="/:org/settings/usage">{({ org }) => within(org, <OrganizationUsage key={org} org={org} />)}</Route>
      <Route path="/:org/settings/audit-log">
        {({ org }) => within(org, <OrganizationAuditLog key={org} org={org} />)}
      </Route>
      <Route path="/:org/settings/projects/:project/keys">
        {({ org, project }) => within(org, <ProjectKeys key={project} org={org} project={project} />)}
      </Route>
      <Route path="/:org/settings/projects/:project/environments">
        {({ org, project }) => within(org, <ProjectEnvironments key={project} org={org} project={project} />)}
      </Route>
      <Route path="/:org/settings/projects/:project/filters">
        {({ org, project }) => within(org, <ProjectFilters key={project} org={org} project={project} />)}
      </Route>
      <Route path="/:org/settings/projects/:project/limits">
        {({ org, project }) => within(org, <ProjectLimits key={project} org={org} project={project} />)}
      </Route>
      <Route path="/:org/settings/projects/:project/grouping">
        {({ org, project }) => within(org, <ProjectGrouping key={project} org={org} project={project} />)}
      </Route>
      <Route path="/:org/settings/projects/:project/alerts">
        {({ org, project }) => within(org, <ProjectAlerts key={project} org={org} project={project} />)}
      </Route>
      <Route path="/:org/settings/projects/:project/ownership">
        {({ org, project }) => within(org, <ProjectOwnership key={project} org={org} project={project} />)}
      </Route>
      <Route path="/:org/settings/projects/:project/discarded">
        {({ org, project }) => within(org, <DiscardedIssues key={project} org={org} project={project} />)}
      </Route>
      <Route path="/:org/settings/projects/:project/ingest-log">
        {({ org, project }) => within(org, <IngestLog key={project} org={org} project={project} />)}
      </Route>
      <Route path="/:org/settings/projects/:project">
        {({ org, project }) => within(org, <ProjectSettings key={project} org={org} project={project} />)}
      </Route>
      <Route>{own(NotFound)}</Route>
    </Switch>
  )
}

const isNumber = (id: string) => /^\d{1,15}$/.test(id)

/** Where a page of monitors is that another program has named. */
function monitorPlace(org: string, rest = ''): string {
  const [id = '', what = ''] = rest.split('/')
  if (id === 'new') return paths.newMonitor(org)
  if (!isNumber(id)) return paths.uptime(org)
  return what === 'edit' || what === 'settings' ? paths.editMonitor(org, Number(id)) : paths.monitor(org, Number(id))
}

/** A page of an organization, which is remembered for the next visit. */
function within(org: string, page: ReactNode) {
  return (
    <Frame org={org}>
      <Remember org={org} />
      <SecondFactorGate org={org}>{page}</SecondFactorGate>
    </Frame>
  )
}

/** A page of the reader's own, in the frame of whatever organization was looked at last. */
function own(Page: ComponentType) {
  return (
    <OwnFrame>
      <Page />
    </OwnFrame>
  )
}

function bare(Page: ComponentType) {
  return alone(<Page />)
}

function alone(page: ReactNode) {
  return (
    <Boundary>
      <Suspense>{page}</Suspense>
    </Boundary>
  )
}

function OwnFrame({ children }: { readonly children: ReactNode }) {
  const org = useOwnOrg()
  if (org === undefined) return null
  return org === null ? <PlainShell>{alone(children)}</PlainShell> : <Frame org={org}>{children}</Frame>
}

function Frame({ org, children }: { readonly org: string; readonly children: ReactNode }) {
  return (
    <AppShell org={org}>
      <Boundary>
        <Suspense fallback={<Skeleton lines={8} height={20} />}>{children}</Suspense>
      </Boundary>
    </AppShell>
  )
}

function Remember({ org }: { readonly org: string }) {
  useEffect(() => preferences.setLastOrg(org), [org])
  return null
}
