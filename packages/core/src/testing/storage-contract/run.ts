import { afterAll, beforeAll, describe } from '@jest/globals'
import type { Storage } from '../../ports/storage.js'
import { accountsContract } from './accounts.js'
import { alarmsContract } from './alarms.js'
import { alertsContract } from './alerts.js'
import { attachmentsContract } from './attachments.js'
import { auditContract } from './audit.js'
import { channelsContract } from './channels.js'
import { checkInsContract } from './check-ins.js'
import { credentialsContract } from './credentials.js'
import { cronsContract } from './crons.js'
import { deletionsContract } from './deletions.js'
import { deliveriesContract } from './deliveries.js'
import { deliveryFlowContract } from './delivery-flow.js'
import { deliveryOrderContract } from './delivery-order.js'
import { environmentsContract } from './environments.js'
import { eventsContract } from './events.js'
import { feedbackContract } from './feedback.js'
import { firingContract } from './firing.js'
import { groupingContract } from './grouping.js'
import { groupingLifeContract } from './grouping-life.js'
import { hashAdoptionContract } from './hash-adoption.js'
import { hostUsersContract } from './host-users.js'
import { importsContract } from './imports.js'
import { incidentsContract } from './incidents.js'
import { ingestSettingsContract } from './ingest-settings.js'
import { instanceContract } from './instance.js'
import { integrationsContract } from './integrations.js'
import { issueChangesContract } from './issue-changes.js'
import { issueDetailsContract } from './issue-details.js'
import { issueFiltersContract } from './issue-filters.js'
import { issueLinksContract } from './issue-links.js'
import { issuePagesContract } from './issue-pages.js'
import { issuePartsContract } from './issue-parts.js'
import { issueSearchContract } from './issue-search.js'
import { issueSplitChanceContract } from './issue-split-chance.js'
import { issueSplitHomeContract } from './issue-split-home.js'
import { issueSplitsContract } from './issue-splits.js'
import { issueStatesContract } from './issue-states.js'
import { issueTagsContract } from './issue-tags.js'
import { issueUndoContract } from './issue-undo.js'
import { issueWorkContract } from './issue-work.js'
import { keptIncidentsContract } from './kept-incidents.js'
import { keptMessagesContract } from './kept-messages.js'
import { keysContract } from './keys.js'
import { lateEventsContract } from './late-events.js'
import { lifeContract } from './life.js'
import { maintenanceContract } from './maintenance.js'
import { membersContract } from './members.js'
import { monitorHistoryContract } from './monitor-history.js'
import { monitorRelationsContract } from './monitor-relations.js'
import { monitorsContract } from './monitors.js'
import { mutesContract } from './mutes.js'
import { organizationsContract } from './organizations.js'
import { outcomesContract } from './outcomes.js'
import { passkeysContract } from './passkeys.js'
import { persistContract } from './persist.js'
import { persistBoundsContract } from './persist-bounds.js'
import { persistConcurrencyContract } from './persist-concurrency.js'
import { projectMovesContract } from './project-moves.js'
import { projectsContract } from './projects.js'
import { randomSearchesContract } from './random-searches.js'
import { releaseHealthContract } from './release-health.js'
import { releaseSightingsContract } from './release-sightings.js'
import { releasesContract } from './releases.js'
import { requestsContract } from './requests.js'
import { retentionContract } from './retention.js'
import { ruleQuestionsContract } from './rule-questions.js'
import { savedViewsContract } from './saved-views.js'
import { secondFactorsContract } from './second-factors.js'
import { sessionsContract } from './sessions.js'
import { signInContract } from './sign-in.js'
import { statusPagesContract } from './status-pages.js'
import { statusSubscribersContract } from './status-subscribers.js'
import type { Subject } from './subject.js'
import { teamsContract } from './teams.js'
import { tokensContract } from './tokens.js'
import { usersContract } from './users.js'
import { wallsContract } from './walls.js'
import { workMailsContract } from './work-mails.js'

/**
 * What every `Storage` must do, as a jest suite. `create` gives a migrated, empty storage each time that it is called;
 * `destroy` is called with each in the end.
 */
export function runStorageContract(options: {
  readonly name: string
  readonly create: () => Promise<Storage>
  readonly destroy?: (storage: Storage) => Promise<void>
}): void {
  describe(`the storage contract: ${options.name}`, () => {
    const created: Storage[] = []
    const empty = async () => {
      const storage = await options.create()
      created.push(storage)
      return storage
    }
    let shared: Storage
    const subject: Subject = { storage: () => shared, empty }
    beforeAll(async () => {
      shared = await empty()
    })
    afterAll(async () => {
      for (const storage of created) await options.destroy?.(storage)
    })

    describe('users', () => usersContract(subject))
    describe('sessions', () => sessionsContract(subject))
    describe('credentials', () => credentialsContract(subject))
    describe('second factors', () => secondFactorsContract(subject))
    describe('passkeys', () => passkeysContract(subject))
    describe('sign-in by providers', () => signInContract(subject))
    describe('users of the host', () => hostUsersContract(subject))
    describe('tokens', () => tokensContract(subject))
    describe('organizations', () => organizationsContract(subject))
    describe('members', () => membersContract(subject))
    describe('accounts', () => accountsContract(subject))
    describe('audit', () => auditContract(subject))
    describe('instance', () => instanceContract(subject))
    describe('imports', () => importsContract(subject))
    describe('environments', () => environmentsContract(subject))
    describe('teams', () => teamsContract(subject))
    describe('projects', () => projectsContract(subject))
    describe('projects that move', () => projectMovesContract(subject))
    describe('ingest settings', () => ingestSettingsContract(subject))
    describe('grouping', () => groupingContract(subject))
    describe('grouping: life', () => groupingLifeContract(subject))
    describe('grouping: adoption', () => hashAdoptionContract(subject))
    describe('keys', () => keysContract(subject))
    describe('persist', () => persistContract(subject))
    describe('persist: bounds', () => persistBoundsContract(subject))
    describe('persist: concurrency', () => persistConcurrencyContract(subject))
    describe('outcomes', () => outcomesContract(subject))
    describe('requests', () => requestsContract(subject))
    describe('issues: pages', () => issuePagesContract(subject))
    describe('issues: filters', () => issueFiltersContract(subject))
    describe('issues: search', () => issueSearchContract(subject))
    describe('issues: searches by chance', () => randomSearchesContract(subject))
    describe('issues: tags for searches', () => issueTagsContract(subject))
    describe('issues: changes', () => issueChangesContract(subject))
    describe('issues: parts', () => issuePartsContract(subject))
    describe('issues: splits', () => issueSplitsContract(subject))
    describe('issues: splits come home', () => issueSplitHomeContract(subject))
    describe('issues: splits by chance', () => issueSplitChanceContract(subject))
    describe('issues: undo', () => issueUndoContract(subject))
    describe('issues: states', () => issueStatesContract(subject))
    describe('issues: work', () => issueWorkContract(subject))
    describe('issues: mails about work', () => workMailsContract(subject))
    describe('issues: details', () => issueDetailsContract(subject))
    describe('saved views', () => savedViewsContract(subject))
    describe('events', () => eventsContract(subject))
    describe('feedback', () => feedbackContract(subject))
    describe('attachments', () => attachmentsContract(subject))
    describe('release health', () => releaseHealthContract(subject))
    describe('monitors', () => monitorsContract(subject))
    describe('incidents', () => incidentsContract(subject))
    describe('deliveries', () => deliveriesContract(subject))
    describe('deliveries: waiting', () => deliveryFlowContract(subject))
    describe('deliveries: in order', () => deliveryOrderContract(subject))
    describe('deliveries: kept', () => keptMessagesContract(subject))
    describe('channels', () => channelsContract(subject))
    describe('alarms', () => alarmsContract(subject))
    describe('mutes', () => mutesContract(subject))
    describe('rules of alerts', () => firingContract(subject))
    describe('rules of alerts: what they ask', () => ruleQuestionsContract(subject))
    describe('rules of alerts: late events', () => lateEventsContract(subject))
    describe('status pages', () => statusPagesContract(subject))
    describe('status pages: subscribers', () => statusSubscribersContract(subject))
    describe('the history of a monitor', () => monitorHistoryContract(subject))
    describe('maintenance windows', () => maintenanceContract(subject))
    describe('incidents: kept', () => keptIncidentsContract(subject))
    describe('relations of monitors', () => monitorRelationsContract(subject))
    describe('check-ins', () => checkInsContract(subject))
    describe('scheduled jobs', () => cronsContract(subject))
    describe('releases', () => releasesContract(subject))
    describe('releases that events name', () => releaseSightingsContract(subject))
    describe('integrations', () => integrationsContract(subject))
    describe('links of issues', () => issueLinksContract(subject))
    describe('alerts', () => alertsContract(subject))
    describe('deletions', () => deletionsContract(subject))
    describe('retention', () => retentionContract(subject))
    describe('tenant walls', () => wallsContract(subject))
    describe('migrate, maintain, ping', () => lifeContract(subject))
  })
}
