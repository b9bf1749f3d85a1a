import { expect, it } from '@jest/globals'
import { DEFAULT_INGEST_SETTINGS, type IngestSettings } from '../../ports/ingest-settings.js'
import type { Subject } from './subject.js'
import { aProject, aWorld, found, UNKNOWN_IDS } from './world.js'

const OURS: IngestSettings = {
  filters: {
    ...DEFAULT_INGEST_SETTINGS.filters,
    localhost: true,
    errorMessages: ['TypeError: *', 'ünïcode "quoted"'],
    ipRanges: ['10.0.0.0/8'],
  },
  scrub: { enabled: false, sensitiveFields: ['iban'], safeFields: ['token'] },
}

export function ingestSettingsContract({ storage }: Subject): void {
  it('ownership rules are kept as they were typed, by project', async () => {
    const { projects } = storage()
    const { organizationId, projectId } = await aWorld(storage())
    const stranger = await aWorld(storage())
    expect(await projects.ownership(organizationId, projectId)).toBe('')
    expect(await projects.setOwnership(organizationId, projectId, ' path:* #ä\r\n')).toBe(true)
    expect(await projects.ownership(organizationId, projectId)).toBe(' path:* #ä\r\n')
    expect(await projects.setOwnership(stranger.organizationId, projectId, '')).toBe(false)
    expect(await projects.ownership(stranger.organizationId, projectId)).toBeNull()
    for (const id of UNKNOWN_IDS) expect(await projects.setOwnership(organizationId, id, '')).toBe(false)
  })

  it('are the defaults until they are changed', async () => {
    const { projects } = storage()
    const { organizationId, projectId } = await aWorld(storage())
    expect(await projects.ingestSettings(organizationId, projectId)).toEqual(DEFAULT_INGEST_SETTINGS)
    expect(await projects.findIngestSettings([projectId])).toEqual(new Map())
  })

  it('are replaced as a whole, for one project', async () => {
    const { projects } = storage()
    const { organizationId, projectId } = await aWorld(storage())
    const other = await aProject(storage(), organizationId)
    expect(await projects.updateIngestSettings(organizationId, projectId, OURS)).toEqual(OURS)
    expect(await projects.ingestSettings(organizationId, projectId)).toEqual(OURS)
    expect(await projects.ingestSettings(organizationId, other.id)).toEqual(DEFAULT_INGEST_SETTINGS)
    await projects.updateIngestSettings(organizationId, projectId, DEFAULT_INGEST_SETTINGS)
    expect(await projects.ingestSettings(organizationId, projectId)).toEqual(DEFAULT_INGEST_SETTINGS)
  })

  it('of which only some are changed keep the others, also when many change at once', async () => {
    const { projects } = storage()
    const { organizationId, projectId } = await aWorld(storage())
    const names = ['browserExtensions', 'localhost', 'legacyBrowsers', 'webCrawlers', 'healthChecks'] as const
    await Promise.all([
      ...names.map((name) => projects.updateIngestSettings(organizationId, projectId, { filters: { [name]: true } })),
      projects.updateIngestSettings(organizationId, projectId, { scrub: { safeFields: ['token', 'x\0'] } }),
      projects.updateIngestSettings(organizationId, projectId, { scrub: { enabled: false } }),
    ])
    const { filters, scrub } = found(await projects.ingestSettings(organizationId, projectId))
    expect(filters).toEqual({
      ...DEFAULT_INGEST_SETTINGS.filters,
      ...Object.fromEntries(names.map((name) => [name, true])),
    })
    expect(scrub).toEqual({ enabled: false, sensitiveFields: [], safeFields: ['token', 'x'] })
    expect(await projects.updateIngestSettings(organizationId, projectId, {})).toEqual({ filters, scrub })
  })

  it('are found for many projects at once', async () => {
    const { projects } = storage()
    const [ours, theirs, third] = [await aWorld(storage()), await aWorld(storage()), await aWorld(storage())]
    await projects.updateIngestSettings(ours.organizationId, ours.projectId, OURS)
    await projects.updateIngestSettings(theirs.organizationId, theirs.projectId, OURS)
    const asked = [ours.projectId, theirs.projectId, third.projectId, ...UNKNOWN_IDS]
    const found = await projects.findIngestSettings(asked)
    expect([...found.keys()].sort()).toEqual([ours.projectId, theirs.projectId].sort())
    expect(found.get(ours.projectId)).toEqual(OURS)
    expect(await projects.findIngestSettings([])).toEqual(new Map())
  })

  it('are cut to their bounds', async () => {
    const { projects } = storage()
    const { organizationId, projectId } = await aWorld(storage())
    const releases = Array.from({ length: 150 }, (_, i) => `${i}\0${'x'.repeat(600)}`)
    await projects.updateIngestSettings(organizationId, projectId, { ...OURS, filters: { ...OURS.filters, releases } })
    const kept = (await projects.ingestSettings(organizationId, projectId))?.filters.releases ?? []
    expect(kept).toHaveLength(100)
    expect(kept[12]).toMatch(/^12x{480,498}$/)
  })

  it('of another organization can be neither read nor changed', async () => {
    const { projects } = storage()
    const [ours, theirs] = [await aWorld(storage()), await aWorld(storage())]
    expect(await projects.ingestSettings(ours.organizationId, theirs.projectId)).toBeNull()
    expect(await projects.updateIngestSettings(ours.organizationId, theirs.projectId, OURS)).toBeNull()
    for (const id of UNKNOWN_IDS) {
      expect(await projects.ingestSettings(ours.organizationId, id)).toBeNull()
      expect(await projects.ingestSettings(id, theirs.projectId)).toBeNull()
      expect(await projects.updateIngestSettings(ours.organizationId, id, OURS)).toBeNull()
    }
    expect(await projects.ingestSettings(theirs.organizationId, theirs.projectId)).toEqual(DEFAULT_INGEST_SETTINGS)
  })
}
