import { expect, it } from '@jest/globals'
import type { Id } from '../../ports/model.js'
import { type Commit, type CommitRef, RELEASE_BOUNDS, type Release } from '../../ports/releases.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aName, aProject, aWorld, expectCode, found, UNKNOWN_IDS, walk } from './world.js'

export function releasesContract({ storage }: Subject): void {
  const make = (organizationId: Id, version: string, release: Partial<Release> = {}, projectIds: readonly Id[] = []) =>
    storage().releases.save({ organizationId, version, projectIds, createdAt: NOON, ...release })

  it('keep every field, with their projects by slug', async () => {
    const { releases } = storage()
    const { organizationId, projectId, project } = await aWorld(storage())
    const other = await aProject(storage(), organizationId, { name: 'aaa', slug: 'aaa' })
    const fields = {
      status: 'archived' as const,
      ref: 'a "ref" \\ ü',
      url: 'https://ci.example/7',
      startedAt: minutesAfter(NOON, -5),
      releasedAt: minutesAfter(NOON, 5),
      data: { build: 7, 'o\0dd': ['\ud800'], back: '\\u0000' },
    }
    const { release, isNew } = await make(organizationId, 'shop@1.0+é/7', fields, [projectId, other.id])
    expect(isNew).toBe(true)
    const figures = { newIssues: 0, firstEventAt: null, lastEventAt: null, platform: null }
    expect(release).toEqual({
      ...fields,
      data: { build: 7, odd: ['\ufffd'], back: '\\u0000' },
      ...{ id: release.id, organizationId, version: 'shop@1.0+é/7', createdAt: NOON },
      ...{ commitCount: 0, deployCount: 0, lastCommit: null, lastDeploy: null, repository: null },
      projects: [
        { id: other.id, slug: 'aaa', name: 'aaa', ...figures },
        { id: projectId, slug: project.slug, name: project.name, ...figures },
      ],
    })
    expect(await releases.get(organizationId, 'shop@1.0+é/7')).toEqual(release)
    expect((await releases.list(organizationId, ALL)).items).toEqual([release])
  })

  it('saved again change in what is given, and keep when they were made', async () => {
    const { organizationId, projectId } = await aWorld(storage())
    const foreign = await aWorld(storage())
    await make(organizationId, '1', { ref: 'a', url: 'u' })
    const again = await make(organizationId, '1', { ref: null, createdAt: minutesAfter(NOON, 9) }, [
      projectId,
      projectId,
      foreign.projectId,
      ...UNKNOWN_IDS,
    ])
    expect(again).toMatchObject({ isNew: false, release: { ref: null, url: 'u', createdAt: NOON } })
    expect(again.release.projects.map(({ id }) => id)).toEqual([projectId])
  })

  it('of one version are one, also when many make it at once', async () => {
    const { releases } = storage()
    const { organizationId, projectId } = await aWorld(storage())
    const made = await Promise.all(Array.from({ length: 20 }, () => make(organizationId, '1', {}, [projectId])))
    expect(made.filter(({ isNew }) => isNew)).toHaveLength(1)
    expect(new Set(made.map(({ release }) => release.id)).size).toBe(1)
    expect((await releases.list(organizationId, ALL)).items).toHaveLength(1)
  })

  it('are cut to their bounds, and must have a version', async () => {
    const { organizationId } = await aWorld(storage())
    const long = 'x'.repeat(200_000)
    const { release } = await make(organizationId, `a\0${long}`, { ref: long, url: `${long}\0`, data: { long } })
    expect(release.version).toBe(`a${'x'.repeat(RELEASE_BOUNDS.version - 2)}`)
    expect([release.ref?.length, release.url?.length]).toEqual([RELEASE_BOUNDS.ref, RELEASE_BOUNDS.url])
    expect(release.data).toEqual({})
    for (const version of ['', '\0', '.', '..']) await expectCode(make(organizationId, version), 'invalid_input')
    for (const unknown of UNKNOWN_IDS) await expectCode(make(unknown, '1'), 'not_found')
  })

  it('are listed by age, the newest first, by project, status and part of the version', async () => {
    const { releases } = storage()
    const { organizationId, projectId } = await aWorld(storage())
    const other = await aProject(storage(), organizationId)
    for (let number = 0; number < 7; number += 1)
      await make(
        organizationId,
        `Shop@${number}`,
        { createdAt: minutesAfter(NOON, number >> 1), status: number === 3 ? 'archived' : 'open' },
        [number % 2 === 0 ? projectId : other.id],
      )
    const versions = (all: readonly Release[]) => all.map(({ version }) => version.slice(5)).join('')
    expect(versions(await walk((page) => releases.list(organizationId, page), 2))).toBe('6543210')
    const listed = async (filter: Parameters<typeof releases.list>[2]) =>
      versions((await releases.list(organizationId, ALL, filter)).items)
    expect(await listed({ projectIds: [projectId] })).toBe('6420')
    expect(await listed({ projectIds: [projectId, other.id] })).toBe('6543210')
    expect(await listed({ projectIds: [] })).toBe('')
    expect(await listed({ projectIds: null, status: 'archived' })).toBe('3')
    expect(await listed({ projectIds: null, query: 'shop@4' })).toBe('4')
    for (const query of ['%', '_', 'a\0b', '\\']) expect(await listed({ projectIds: null, query })).toBe('')
  })

  it('change in what is given', async () => {
    const { releases } = storage()
    const { organizationId } = await aWorld(storage())
    const { release } = await make(organizationId, '1', { ref: 'a', data: { a: 1 } })
    const change = { releasedAt: NOON, ref: 'b' }
    expect(await releases.update(organizationId, '1', change)).toEqual({ ...release, ...change })
    expect(await releases.update(organizationId, '1', {})).toEqual({ ...release, ...change })
    expect(await releases.update(organizationId, '2', change)).toBeNull()
  })

  it('have commits, which are replaced as a whole', async () => {
    const { releases, repositories } = storage()
    const { organizationId } = await aWorld(storage())
    await make(organizationId, '1')
    const repository = await repositories.create(aRepository(organizationId, 'acme/shop'))
    const [newest, older] = [
      aCommit('c2', { repository: 'acme/shop', message: 'Ünï\n"code"', files: [{ path: 'a.ts', change: 'M' }] }),
      aCommit('c1', { at: minutesAfter(NOON, -60) }),
    ]
    const release = found(await releases.setCommits(organizationId, '1', [newest, older]))
    const { files: _, ...lastCommit } = newest
    expect(release).toMatchObject({ commitCount: 2, lastCommit })
    expect(release.lastCommit).not.toHaveProperty('files')
    expect(release.repository).toEqual({ id: repository.id, name: 'acme/shop' })
    expect(await releases.get(organizationId, '1')).toEqual(release)
    expect(await releases.commits(organizationId, '1')).toEqual([newest, older])
    await releases.setCommits(organizationId, '1', [older])
    expect(await releases.commits(organizationId, '1')).toEqual([older])
    expect(await releases.setCommits(organizationId, '1', [])).toMatchObject({ commitCount: 0, lastCommit: null })
    expect(await releases.setCommits(organizationId, '2', [older])).toBeNull()
    expect(await releases.commits(organizationId, '2')).toEqual([])
  })

  it('have as many commits as they may, each cut to its bounds', async () => {
    const { releases } = storage()
    const { organizationId } = await aWorld(storage())
    await make(organizationId, '1')
    const long = `${'x'.repeat(20_000)}\0`
    const files = Array.from({ length: 500 }, () => ({ path: long, change: 'A' as const }))
    const huge = aCommit(long, { message: long, authorName: long, authorEmail: long, repository: long, files })
    const many = Array.from({ length: RELEASE_BOUNDS.commits + 5 }, (_, index) => aCommit(`c${index}`))
    const release = found(await releases.setCommits(organizationId, '1', [huge, ...many]))
    expect(release.commitCount).toBe(RELEASE_BOUNDS.commits)
    const { lastCommit } = release
    expect([lastCommit?.id.length, lastCommit?.message.length]).toEqual([RELEASE_BOUNDS.commit, RELEASE_BOUNDS.message])
    const kept = await releases.commits(organizationId, '1')
    expect(kept[0]?.files.map(({ path }) => path.length)).toEqual(Array(RELEASE_BOUNDS.files).fill(RELEASE_BOUNDS.path))
    expect(kept.map(({ id }) => id).slice(1)).toEqual(many.slice(0, RELEASE_BOUNDS.commits - 1).map(({ id }) => id))
  })

  it('of several lists of commits at once one stays whole', async () => {
    const { releases } = storage()
    const { organizationId } = await aWorld(storage())
    await make(organizationId, '1')
    const lists = Array.from({ length: 8 }, (_, list) =>
      Array.from({ length: 3 + list }, (_, index) => aCommit(`${list}.${index}`)),
    )
    await Promise.all(lists.map((commits) => releases.setCommits(organizationId, '1', commits)))
    const kept = await releases.commits(organizationId, '1')
    expect(lists).toContainEqual(kept)
    expect(found(await releases.get(organizationId, '1')).commitCount).toBe(kept.length)
  })

  it('are owed the commits of their refs, to one who asks at a time, until those are found', async () => {
    const { releases } = storage()
    const { organizationId } = await aWorld(storage())
    await make(organizationId, '1')
    const many = Array.from({ length: RELEASE_BOUNDS.refs + 3 }, (_, index) => aRef(`acme/${index}`))
    const owed = async (now = NOON) =>
      // Other tests leave some of their own.
      (await releases.owedCommits(now, 1000, 60_000)).filter((one) => one.organizationId === organizationId)
    expect(await owed()).toEqual([])
    await releases.setCommits(organizationId, '1', [aCommit('bare')], many)
    const refs = many.slice(0, RELEASE_BOUNDS.refs)
    const asked = (await Promise.all([owed(), owed(), owed()])).flat()
    expect(asked).toEqual([{ organizationId, version: '1', refs, attempts: 0 }])
    expect(await owed(minutesAfter(NOON, 2))).toEqual(asked)
    const [first] = [found(asked[0])]
    const left = { commits: [aCommit('c2'), aCommit('c1')], refs: refs.slice(1, 3), nextAt: minutesAfter(NOON, 30) }
    expect(await releases.fillCommits(first, left)).toMatchObject({ commitCount: 2, lastCommit: { id: 'c2' } })
    expect(await owed(minutesAfter(NOON, 29))).toEqual([])
    const [second] = await owed(minutesAfter(NOON, 30))
    expect(second).toEqual({ organizationId, version: '1', refs: left.refs, attempts: 1 })
    // Who comes late changes nothing.
    expect(await releases.fillCommits(first, { ...left, commits: [] })).toBeNull()
    expect(await releases.fillCommits(found(second), { ...left, commits: [aCommit('c3')], refs: [] })).toMatchObject({
      ...{ commitCount: 1, lastCommit: { id: 'c3' } },
    })
    expect(await owed(minutesAfter(NOON, 9999))).toEqual([])
  })

  it('are owed none of what was told before other commits, other refs, or their end', async () => {
    const { releases } = storage()
    const { organizationId } = await aWorld(storage())
    const [first, second] = [aRef('acme/web', { previousCommit: 'a' }), aRef('acme/web')]
    const owed = { organizationId, version: '1', attempts: 0 }
    const found = { commits: [aCommit('late')], refs: [], nextAt: NOON }
    const ours = async () =>
      (await releases.owedCommits(NOON, 1000, 60_000)).filter((one) => one.organizationId === organizationId)
    await make(organizationId, '1')
    await releases.setCommits(organizationId, '1', [aCommit('bare')], [first])
    await releases.setCommits(organizationId, '1', [aCommit('bare')], [second])
    expect(await ours()).toEqual([{ ...owed, refs: [second] }])
    expect(await releases.fillCommits({ ...owed, refs: [first] }, found)).toBeNull()
    await releases.setCommits(organizationId, '1', [aCommit('by value')])
    expect(await releases.fillCommits({ ...owed, refs: [second] }, found)).toBeNull()
    expect((await releases.commits(organizationId, '1')).map(({ id }) => id)).toEqual(['by value'])
    await releases.setCommits(organizationId, '1', [], [second])
    await releases.delete(organizationId, '1')
    expect(await releases.fillCommits({ ...owed, refs: [second] }, found)).toBeNull()
    expect(await ours()).toEqual([])
    for (const id of UNKNOWN_IDS)
      expect(await releases.fillCommits({ ...owed, organizationId: id, refs: [second] }, found)).toBeNull()
  })

  it('know the one before them that has commits and a project of theirs', async () => {
    const { releases } = storage()
    const { organizationId, projectId } = await aWorld(storage())
    const other = await aProject(storage(), organizationId)
    const at = (minutes: number) => ({ createdAt: minutesAfter(NOON, minutes) })
    await make(organizationId, 'old', at(0), [projectId])
    await make(organizationId, 'right', at(1), [projectId, other.id])
    await make(organizationId, 'foreign', at(2), [other.id])
    await make(organizationId, 'bare', at(3), [projectId])
    await make(organizationId, 'this', at(4), [projectId])
    await make(organizationId, 'later', at(5), [projectId])
    for (const version of ['old', 'right', 'foreign', 'this', 'later'])
      await releases.setCommits(organizationId, version, [aCommit(version)])
    const previous = async (version: string) => (await releases.previousWithCommits(organizationId, version))?.version
    expect(await previous('this')).toBe('right')
    expect(await previous('right')).toBe('old')
    expect(await previous('old')).toBeUndefined()
    expect(await previous('unknown')).toBeUndefined()
  })

  it('are deployed, and the deploy that was finished last is the last one', async () => {
    const { releases } = storage()
    const { organizationId } = await aWorld(storage())
    await make(organizationId, '1')
    const deploy = { environment: 'prod', name: 'blue', url: 'https://ci/1', startedAt: NOON, createdAt: NOON }
    const at = (minutes: number) => ({ ...deploy, finishedAt: minutesAfter(NOON, minutes) })
    const last = found(await releases.addDeploy(organizationId, '1', at(9)))
    expect(last).toEqual({ ...at(9), id: last.id })
    const rest = await Promise.all(
      [1, 2, 3, 3, 4].map((minutes) => releases.addDeploy(organizationId, '1', { ...at(minutes), startedAt: null })),
    )
    const release = found(await releases.get(organizationId, '1'))
    expect(release).toMatchObject({ deployCount: 6, lastDeploy: last })
    const all = await walk((page) => releases.deploys(organizationId, '1', page), 2)
    expect(all.map(({ finishedAt }) => (finishedAt.getTime() - NOON.getTime()) / 60_000)).toEqual([9, 4, 3, 3, 2, 1])
    expect(new Set(all.map(({ id }) => id)).size).toBe(rest.length + 1)
    expect(await releases.addDeploy(organizationId, '2', at(1))).toBeNull()
    expect((await releases.deploys(organizationId, '2', ALL)).items).toEqual([])
  })

  it('are deleted once, with all that is of them', async () => {
    const { releases } = storage()
    const { organizationId, projectId } = await aWorld(storage())
    await make(organizationId, '1', { ref: 'a' }, [projectId])
    await releases.setCommits(organizationId, '1', [aCommit('c')])
    expect(await releases.delete(organizationId, '1')).toBe(true)
    expect(await releases.delete(organizationId, '1')).toBe(false)
    expect(await releases.get(organizationId, '1')).toBeNull()
    const { release } = await make(organizationId, '1')
    expect(release).toMatchObject({ ref: null, commitCount: 0, projects: [] })
    expect(await releases.commits(organizationId, '1')).toEqual([])
  })

  it('of another organization cannot be reached', async () => {
    const { releases, repositories } = storage()
    const [ours, theirs] = [await aWorld(storage()), await aWorld(storage())]
    await make(theirs.organizationId, '1', {}, [theirs.projectId])
    await repositories.create(aRepository(theirs.organizationId, 'r'))
    const before = await releases.get(theirs.organizationId, '1')
    const deploy = { environment: 'x', name: '', url: '', startedAt: null, finishedAt: NOON, createdAt: NOON }
    for (const id of [ours.organizationId, ...UNKNOWN_IDS]) {
      expect(await releases.get(id, '1')).toBeNull()
      expect(await releases.update(id, '1', { ref: 'x' })).toBeNull()
      expect(await releases.setCommits(id, '1', [])).toBeNull()
      expect(await releases.addDeploy(id, '1', deploy)).toBeNull()
      expect(await releases.delete(id, '1')).toBe(false)
      expect((await releases.list(id, ALL, { projectIds: [theirs.projectId] })).items).toEqual([])
      expect((await repositories.list(id, ALL)).items).toEqual([])
    }
    await make(ours.organizationId, '1', {}, [theirs.projectId])
    expect((await releases.list(ours.organizationId, ALL)).items).toMatchObject([{ projects: [] }])
    expect(await releases.get(theirs.organizationId, '1')).toEqual(before)
  })

  it('have repositories beside them, one of each name', async () => {
    const { repositories } = storage()
    const { organizationId } = await aWorld(storage())
    const fields = { ...aRepository(organizationId, 'b'), url: 'https://git/b', provider: { id: 'git', name: 'Git' } }
    const first = await repositories.create(fields)
    expect(first).toEqual({ ...fields, id: first.id })
    const second = await repositories.create(aRepository(organizationId, 'a'))
    await expectCode(repositories.create(fields), 'conflict')
    expect(await walk((page) => repositories.list(organizationId, page), 1)).toEqual([first, second])
    await expectCode(repositories.create(aRepository('0', 'x')), 'not_found')
  })
}

export function aCommit(id: string, commit: Partial<Commit> = {}): Commit {
  return {
    id,
    repository: null,
    message: `Change ${id}`,
    authorName: 'Ada',
    authorEmail: 'ada@example.com',
    at: NOON,
    files: [],
    ...commit,
  }
}

function aRef(repository: string, ref: Partial<CommitRef> = {}): CommitRef {
  return { repository, commit: 'c0ffee', previousCommit: null, ...ref }
}

function aRepository(organizationId: Id, name = aName('repo')) {
  return { organizationId, name, url: '', provider: null, createdAt: NOON }
}
