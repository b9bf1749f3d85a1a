import { AppError } from '../../errors.js'
import { boundGroupingChange, DEFAULT_GROUPING_SETTINGS } from '../../ports/grouping-settings.js'
import { boundIngestChange, DEFAULT_INGEST_SETTINGS, type IngestSettings } from '../../ports/ingest-settings.js'
import type { Environment, Id, Project } from '../../ports/model.js'
import type { ProjectStorage } from '../../ports/projects.js'
import { deleteAlertsOfProject } from './alerts.js'
import { deleteMappingsOfProject } from './integrations.js'
import { deleteLinksOf } from './issue-links.js'
import { deleteItemsOfProject } from './items.js'
import { addKey, memoryKeys, retireKey } from './keys.js'
import { leaveMonitorsOf } from './monitors.js'
import { moveProject } from './move-project.js'
import { byName, pageOf } from './paging.js'
import { organizationsOf } from './places.js'
import { projectRow } from './project-rows.js'
import { deleteReleasesOfProject } from './releases.js'
import { forgetRequests } from './requests.js'
import { existing, freeSlug, given, nextId, type ProjectRow, type State } from './state.js'
import { ownTeam } from './teams.js'

export function memoryProjects(state: State): ProjectStorage {
  const rowsOf = (organizationId: Id) =>
    [...state.projects.values()].filter((row) => row.project.organizationId === organizationId)
  const bySlug = (organizationId: Id, slug: string) => rowsOf(organizationId).find((row) => row.project.slug === slug)
  return {
    ...memoryKeys(state),
    async create({ organizationId, name, slug, platform, teamId, wishedId, key }) {
      existing(state.organizations.get(organizationId), 'an organization', organizationId)
      if (teamId !== null) ownTeam(state, organizationId, teamId)
      const id = freeId(state, wishedId) ?? nextId(state)
      addKey(state, { ...key, organizationId, projectId: id, name: '', rateLimit: null })
      const row: ProjectRow = {
        project: {
          id,
          organizationId,
          name,
          slug: freeSlug(slug, (candidate) => bySlug(organizationId, candidate) !== undefined),
          platform,
          createdAt: new Date(),
          firstEventAt: null,
          eventThrottleRate: 0,
          scrubIpAddresses: true,
          rateLimit: null,
          spikeGuard: true,
        },
        earlierHomes: new Set(),
        ingestSettings: null,
        ownership: '',
        groupingSettings: null,
        limits: { maxEvents: null, maxBytes: null },
        thinningUntil: null,
        teamIds: new Set(teamId === null ? [] : [teamId]),
        issueCount: 0,
        environments: new Map(),
        releases: new Map(),
        hashes: new Map(),
        splits: new Map(),
        parents: new Map(),
        events: new Map(),
        placedBy: new Map(),
        discards: new Map(),
      }
      state.projects.set(id, row)
      return toProject(state, row)
    },
    async get(organizationId, id) {
      const row = projectRow(state, organizationId, id)
      return row === null ? null : toProject(state, row)
    },
    async getMany(organizationId, ids) {
      return rowsOf(organizationId)
        .filter((row) => ids.includes(row.project.id))
        .map((row) => toProject(state, row))
    },
    async getBySlug(organizationId, slug) {
      const row = bySlug(organizationId, slug)
      return row === undefined ? null : toProject(state, row)
    },
    async list(organizationId, page, filter) {
      const rows = rowsOf(organizationId).filter(
        ({ teamIds }) =>
          (filter?.teamIds ?? []).every((id) => teamIds.has(id)) &&
          !(filter?.notTeamIds ?? []).some((id) => teamIds.has(id)),
      )
      return pageOf(
        rows.map((row) => toProject(state, row)),
        page,
        byName,
      )
    },
    async listForUser(userId, page) {
      const found = organizationsOf(state, userId).flatMap((organization) =>
        rowsOf(organization.id).map((row) => ({ project: toProject(state, row), organization })),
      )
      return pageOf(found, page, { parts: byName.parts, keyOf: ({ project }) => byName.keyOf(project) })
    },
    async update(organizationId, id, change) {
      const row = projectRow(state, organizationId, id)
      if (row === null) return null
      const namesake = change.slug === undefined ? undefined : bySlug(organizationId, change.slug)
      if (namesake !== undefined && namesake !== row)
        throw new AppError('conflict', `A project with the slug ${change.slug} exists already`)
      row.project = { ...row.project, ...given(change) }
      return toProject(state, row)
    },
    async delete(organizationId, id) {
      if (projectRow(state, organizationId, id) === null) return false
      deleteProject(state, id)
      return true
    },
    async move(organizationId, id, { organizationId: to, teamId }) {
      const isMoved = moveProject(state, { id, from: organizationId, to, teamId })
      const row = projectRow(state, to, id)
      return isMoved && row !== null ? toProject(state, row) : null
    },
    async followMoves() {
      return false
    },
    async addTeam(organizationId, projectId, teamId) {
      const row = existing(
        projectRow(state, organizationId, projectId) ?? undefined,
        'a project of the organization',
        projectId,
      )
      ownTeam(state, organizationId, teamId)
      row.teamIds.add(teamId)
    },
    async removeTeam(organizationId, projectId, teamId) {
      projectRow(state, organizationId, projectId)?.teamIds.delete(teamId)
    },
    async ingestSettings(organizationId, id) {
      const row = projectRow(state, organizationId, id)
      return row === null ? null : (row.ingestSettings ?? DEFAULT_INGEST_SETTINGS)
    },
    async updateIngestSettings(organizationId, id, change) {
      const row = projectRow(state, organizationId, id)
      if (row === null) return null
      const before = row.ingestSettings ?? DEFAULT_INGEST_SETTINGS
      const { filters, scrub } = boundIngestChange(change)
      row.ingestSettings = { filters: { ...before.filters, ...filters }, scrub: { ...before.scrub, ...scrub } }
      return row.ingestSettings
    },
    async findIngestSettings(projectIds) {
      const found = new Map<Id, IngestSettings>()
      for (const id of projectIds) {
        const settings = state.projects.get(id)?.ingestSettings
        if (settings) found.set(id, settings)
      }
      return found
    },
    async groupingSettings(organizationId, id) {
      const row = projectRow(state, organizationId, id)
      return row === null ? null : (row.groupingSettings ?? DEFAULT_GROUPING_SETTINGS)
    },
    async updateGroupingSettings(organizationId, id, change) {
      const row = projectRow(state, organizationId, id)
      if (row === null) return null
      row.groupingSettings = { ...(row.groupingSettings ?? DEFAULT_GROUPING_SETTINGS), ...boundGroupingChange(change) }
      return row.groupingSettings
    },
    async findGroupingSettings(projectIds) {
      const rows = projectIds.map((id) => [id, state.projects.get(id)?.groupingSettings ?? null] as const)
      return new Map(rows.flatMap(([id, settings]) => (settings === null ? [] : [[id, settings]])))
    },
    async ownership(organizationId, id) {
      return projectRow(state, organizationId, id)?.ownership ?? null
    },
    async setOwnership(organizationId, id, rules) {
      const row = projectRow(state, organizationId, id)
      if (row !== null) row.ownership = rules
      return row !== null
    },
    async environments(organizationId, projectIds) {
      const found = rowsOf(organizationId)
        .filter((row) => projectIds === null || projectIds.includes(row.project.id))
        .flatMap((row) => [...row.environments].map(([name, rest]): Environment => ({ name, ...rest })))
      return joinEnvironments(found)
    },
    async setEnvironmentHidden(organizationId, id, name, isHidden) {
      const row = projectRow(state, organizationId, id)
      const environment = row?.environments.get(name)
      if (row === null || environment === undefined) return null
      row.environments.set(name, { ...environment, isHidden })
      return { name, id: environment.id, isHidden }
    },
    async organizationOf(projectId) {
      return state.projects.get(projectId)?.project.organizationId ?? null
    },
  }
}

/** The id where nothing has it, and nothing will: far above all that are given out, for ids of every kind are one row. */
function freeId(state: State, id: Id | undefined): Id | null {
  if (id === undefined || !/^[1-9]\d{0,15}$/.test(id)) return null
  const isFar = Number.isSafeInteger(Number(id)) && Number(id) > state.lastId + 1_000_000
  return isFar && !state.projects.has(id) ? id : null
}

export function deleteProject(state: State, id: Id): void {
  state.projects.delete(id)
  for (const key of state.keys.values()) if (key.projectId === id) retireKey(state, key)
  for (const { issue } of state.issues.values()) if (issue.projectId === id) state.issues.delete(issue.id)
  deleteLinksOf(state, ({ issueId }) => !state.issues.has(issueId))
  for (const [key, count] of state.outcomes) if (count.projectId === id) state.outcomes.delete(key)
  forgetRequests(state, id)
  deleteItemsOfProject(state, id)
  deleteReleasesOfProject(state, id)
  deleteAlertsOfProject(state, id)
  deleteMappingsOfProject(state, id)
  leaveMonitorsOf(state, id)
}

/** One of each name: with the lowest id, and hidden where all of them are. */
function joinEnvironments(all: readonly Environment[]): readonly Environment[] {
  const byName = new Map<string, Environment>()
  for (const one of all) {
    const before = byName.get(one.name) ?? one
    const id = Number(one.id) < Number(before.id) ? one.id : before.id
    byName.set(one.name, { name: one.name, id, isHidden: one.isHidden && before.isHidden })
  }
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

function toProject(state: State, row: ProjectRow): Project {
  const teams = [...row.teamIds].flatMap((id) => {
    const team = state.teams.get(id)
    return team === undefined ? [] : [{ id, slug: team.slug }]
  })
  return { ...row.project, teams }
}
