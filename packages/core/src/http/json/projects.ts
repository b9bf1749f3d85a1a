import type {
  ProjectDetailJson,
  ProjectJson,
  ProjectKeyJson,
  ProjectOrganizationJson,
  ProjectTeamJson,
} from '../../client/project-types.js'
import type { Config } from '../../config.js'
import type { GroupingSettings } from '../../ports/grouping-settings.js'
import type { Id, Organization, Project, ProjectKey } from '../../ports/model.js'
import { dsnOf, securityEndpointOf } from '../../projects/dsn.js'
import { dashedId } from '../../protocol/ids.js'
import { organizationJson } from './organizations.js'
import { rateJson } from './rates.js'

/** `own`: the ids of the teams that the caller is in. */
export function projectJson(project: Project, own: readonly Id[]): ProjectJson {
  return {
    id: project.id,
    name: project.name,
    slug: project.slug,
    platform: project.platform,
    firstEvent: project.firstEventAt?.toISOString() ?? null,
    eventThrottleRate: project.eventThrottleRate,
    scrubIPAddresses: project.scrubIpAddresses,
    rateLimit: rateJson(project.rateLimit),
    spikeGuard: project.spikeGuard,
    dateCreated: project.createdAt.toISOString(),
    isMember: project.teams.some(({ id }) => own.includes(id)),
    hasAccess: true,
    isBookmarked: false,
    isInternal: false,
    isPublic: false,
    features: [],
    color: '',
    avatar: { avatarType: '', avatarUuid: null },
  }
}

export function projectTeamJson(project: Project, own: readonly Id[]): ProjectTeamJson {
  return { ...projectJson(project, own), teams: project.teams.map(({ id, slug }) => ({ id, slug })) }
}

export function projectOrganizationJson(
  project: Project,
  organization: Organization,
  own: readonly Id[],
): ProjectOrganizationJson {
  return { ...projectTeamJson(project, own), organization: organizationJson(organization) }
}

export function projectDetailJson(
  project: Project,
  organization: Organization,
  own: readonly Id[],
  { fingerprintRules, stackRules }: Pick<GroupingSettings, 'fingerprintRules' | 'stackRules'>,
): ProjectDetailJson {
  const rules = { fingerprintingRules: fingerprintRules, groupingEnhancements: stackRules }
  return { ...projectOrganizationJson(project, organization, own), ...rules }
}

export function projectKeyJson(config: Config, key: ProjectKey): ProjectKeyJson {
  const dsn = dsnOf(config, key)
  return {
    id: key.id,
    public: dashedId(key.publicKey),
    label: key.name,
    name: key.name,
    projectID: Number(key.projectId),
    dateCreated: key.createdAt.toISOString(),
    isActive: key.isActive,
    rateLimit: rateJson(key.rateLimit),
    dsn: { public: dsn, secret: dsn, security: securityEndpointOf(config, key) },
  }
}
