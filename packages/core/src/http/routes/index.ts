import { publicStatusRoutes } from '../status-pages/routes.js'
import type { Route } from '../types.js'
import { unsubscribeRoutes } from '../unsubscribe.js'
import { accountEmailRoutes } from './account-emails.js'
import { alertRoutes } from './alerts.js'
import { apiDescriptionRoutes } from './api-description.js'
import { attachmentRoutes } from './attachments.js'
import { auditRoutes } from './audit.js'
import { authRoutes } from './auth.js'
import { backupCodeRoutes } from './backup-codes.js'
import { browserSessionRoutes } from './browser-sessions.js'
import { closedDoorRoutes } from './closed-doors.js'
import { codeMappingRoutes } from './code-mappings.js'
import { deliveryRoutes } from './deliveries.js'
import { emailRoutes } from './emails.js'
import { environmentRoutes } from './environments.js'
import { eventRoutes } from './events.js'
import { feedbackRoutes } from './feedback.js'
import { groupingRoutes } from './grouping.js'
import { importRoutes } from './import.js'
import { incidentRoutes } from './incidents.js'
import { ingestLogRoutes } from './ingest-log.js'
import { ingestSettingsRoutes } from './ingest-settings.js'
import { instanceRoutes } from './instance.js'
import { integrationHookRoutes } from './integration-hook.js'
import { integrationRoutes } from './integrations.js'
import { invitationRoutes } from './invitations.js'
import { issueLinkRoutes } from './issue-links.js'
import { issuePartRoutes } from './issue-parts.js'
import { issueWorkRoutes } from './issue-work.js'
import { issueRoutes } from './issues.js'
import { keyRoutes } from './keys.js'
import { liveRoutes } from './live.js'
import { maintenanceRoutes } from './maintenance.js'
import { memberRoutes } from './members.js'
import { monitorBulkRoutes } from './monitor-bulk.js'
import { monitorCoverageRoutes } from './monitor-coverage.js'
import { monitorHistoryRoutes } from './monitor-history.js'
import { monitorLookRoutes } from './monitor-looks.js'
import { monitorRoutes } from './monitors.js'
import { muteRoutes } from './mutes.js'
import { notificationRoutes } from './notifications.js'
import { observabilityRoutes } from './observability.js'
import { organizationAlertRoutes } from './organization-alerts.js'
import { organizationRoutes } from './organizations.js'
import { ownershipRoutes } from './ownership.js'
import { passkeyRoutes } from './passkeys.js'
import { passwordRoutes } from './passwords.js'
import { projectMoveRoutes } from './project-move.js'
import { projectRoutes } from './projects.js'
import { providerAccountRoutes } from './provider-accounts.js'
import { providerRoutes } from './providers.js'
import { releasePartRoutes } from './release-parts.js'
import { releaseRoutes } from './releases.js'
import { retentionRoutes } from './retention.js'
import { rootRoutes } from './root.js'
import { savedViewRoutes } from './saved-views.js'
import { searchRoutes } from './search.js'
import { secondFactorRoutes } from './second-factors.js'
import { sessionRoutes } from './sessions.js'
import { signInSettingsRoutes } from './sign-in-settings.js'
import { similarRoutes } from './similar.js'
import { statsRoutes } from './stats.js'
import { statusPageRoutes } from './status-pages.js'
import { teamRoutes } from './teams.js'
import { userRoutes } from './users.js'
import { wizardRoutes } from './wizard.js'

/** Every route but those of SDKs, which are found before the table is asked. */
export const routes: readonly Route[] = [
  ...rootRoutes,
  ...authRoutes,
  ...passwordRoutes,
  ...browserSessionRoutes,
  ...secondFactorRoutes,
  ...backupCodeRoutes,
  ...passkeyRoutes,
  ...providerRoutes,
  ...providerAccountRoutes,
  ...accountEmailRoutes,
  ...closedDoorRoutes,
  ...userRoutes,
  ...emailRoutes,
  ...notificationRoutes,
  ...wizardRoutes,
  ...organizationRoutes,
  ...memberRoutes,
  ...invitationRoutes,
  ...importRoutes,
  ...teamRoutes,
  ...projectRoutes,
  ...projectMoveRoutes,
  ...keyRoutes,
  ...ingestSettingsRoutes,
  ...retentionRoutes,
  ...ingestLogRoutes,
  ...groupingRoutes,
  ...environmentRoutes,
  ...releaseRoutes,
  ...releasePartRoutes,
  ...alertRoutes,
  ...organizationAlertRoutes,
  ...deliveryRoutes,
  ...muteRoutes,
  ...integrationRoutes,
  ...codeMappingRoutes,
  ...integrationHookRoutes,
  ...issueLinkRoutes,
  ...monitorRoutes,
  ...monitorCoverageRoutes,
  ...monitorLookRoutes,
  ...monitorHistoryRoutes,
  ...incidentRoutes,
  ...statusPageRoutes,
  ...monitorBulkRoutes,
  ...maintenanceRoutes,
  ...publicStatusRoutes,
  ...unsubscribeRoutes,
  ...issueRoutes,
  ...savedViewRoutes,
  ...searchRoutes,
  ...issueWorkRoutes,
  ...issuePartRoutes,
  ...similarRoutes,
  ...ownershipRoutes,
  ...eventRoutes,
  ...attachmentRoutes,
  ...feedbackRoutes,
  ...sessionRoutes,
  ...statsRoutes,
  ...liveRoutes,
  ...auditRoutes,
  ...instanceRoutes,
  ...signInSettingsRoutes,
  ...observabilityRoutes(() => routes),
  ...apiDescriptionRoutes(() => routes),
]
