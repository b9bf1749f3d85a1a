import { expect, it } from '@jest/globals'
import { createRuleLook } from '../../alerts/rules/look.js'
import { type AlertFields, PLAIN_ALERT } from '../../ports/alerts.js'
import type { Hit } from '../../ports/firing.js'
import type { Id } from '../../ports/model.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aProject, aWorld, found, UNKNOWN_IDS, type World } from './world.js'

export function firingContract({ storage }: Subject): void {
  const aRule = ({ organizationId, projectId }: World, rule: Partial<AlertFields> = {}) =>
    storage().alerts.create(organizationId, projectId, { ...PLAIN_ALERT, ...rule }, minutesAfter(NOON, -60))
  const at = (minute: number) => minutesAfter(NOON, minute)
  const look = (minute: number, issueIds: readonly Id[] = [], rules = createRuleLook({ storage: storage() })) =>
    rules({ now: at(minute), since: at(-60), issueIds })
  const told = async ({ organizationId }: World, alertId: Id) => {
    const { items } = await storage().deliveries.list(organizationId, { alertId }, ALL)
    return items.map(({ subject, createdAt }) => ({
      ...{ trigger: subject.trigger, minute: (createdAt.getTime() - NOON.getTime()) / 60_000 },
      issueIds: subject.kind === 'issues' ? subject.issueIds : [],
    }))
  }
  const resolve = (world: World, minute: number, ...ids: readonly Id[]) =>
    storage().issues.setStatus(world.filter({ ids }), { status: 'resolved' }, at(minute))
  const event = (world: World, hash: string, minute: number, more: object = {}) =>
    world.issueOf({ hashes: [hash.padEnd(32, '0')], receivedAt: at(minute), ...more })

  it('a new issue is told of once, one that was there before the rule is not', async () => {
    const world = await aWorld(storage())
    const old = await event(world, 'a', -90)
    const rule = await aRule(world, { triggers: ['new_issue'] })
    const issue = await event(world, 'b', 0)
    await event(world, 'a', 0)
    await look(1)
    await event(world, 'b', 1)
    await look(2)
    await resolve(world, 3, issue.id, old.id)
    await event(world, 'b', 4)
    await look(5)
    expect(await told(world, rule.id)).toEqual([{ trigger: 'new_issue', minute: 1, issueIds: [issue.id] }])
    const silent = await aRule(world)
    expect(await storage().deliveries.lastMade([rule.id, silent.id, ...UNKNOWN_IDS])).toEqual(
      new Map([[rule.id, at(1)]]),
    )
  })

  it('a regression is told of each time', async () => {
    const world = await aWorld(storage())
    const rule = await aRule(world, { triggers: ['regression'] })
    const { id } = await event(world, 'a', 0)
    await look(1)
    expect(await told(world, rule.id)).toEqual([])
    for (const minute of [10, 20]) {
      await resolve(world, minute, id)
      await event(world, 'a', minute + 1)
      await look(minute + 2)
      await look(minute + 3)
    }
    expect(await told(world, rule.id)).toEqual(
      [22, 12].map((minute) => ({ trigger: 'regression', minute, issueIds: [id] })),
    )
  })

  it('an escalation is told of, of an issue that was told of before too', async () => {
    const world = await aWorld(storage())
    const rule = await aRule(world, { triggers: ['new_issue', 'escalation'] })
    const { id } = await event(world, 'a', 0)
    await look(1)
    await storage().issues.escalate(world.organizationId, id, { at: at(5), events: 50, limit: 20 }, at(-60))
    await look(6)
    await look(7)
    expect((await told(world, rule.id)).map(({ trigger }) => trigger)).toEqual(['escalation', 'new_issue'])
  })

  it('users are counted within their minutes, each once', async () => {
    const world = await aWorld(storage())
    const rule = await aRule(world, { users: { quantity: 3, minutes: 10 } })
    const { id } = await event(world, 'a', 0, { userKey: 'id:1' })
    for (const userKey of ['id:2', 'id:2', null]) await event(world, 'a', 5, { userKey })
    await look(6)
    // The first is forgotten by now: two within ten minutes, and three ever.
    await event(world, 'a', 12, { userKey: 'id:3' })
    await look(12)
    expect(await told(world, rule.id)).toEqual([])
    await event(world, 'a', 13, { userKey: 'id:1' })
    await look(13)
    expect(await told(world, rule.id)).toEqual([{ trigger: 'users', minute: 13, issueIds: [id] }])
  })

  it('numbers are counted again when there can be enough, by a process that has counted before', async () => {
    const world = await aWorld(storage())
    const rule = await aRule(world, { quantity: 3, timespanMinutes: 10 })
    const rules = createRuleLook({ storage: storage() })
    for (const minute of [0, 1, 11.5, 12, 22, 33]) {
      await event(world, 'a', minute)
      await look(minute, [], rules)
    }
    expect(await told(world, rule.id)).toEqual([])
    for (const minute of [34, 35]) {
      await event(world, 'a', minute)
      await look(minute, [], rules)
    }
    expect((await told(world, rule.id)).map(({ minute }) => minute)).toEqual([35])
  })

  it('only issues that answer to the search of the rule are told of', async () => {
    const world = await aWorld(storage())
    const rule = await aRule(world, {
      triggers: ['new_issue'],
      query: 'environment:prod level:[fatal,error] !release:1.0',
    })
    const prod = await event(world, 'a', 0, { environment: 'prod' })
    await event(world, 'b', 0, { environment: 'staging' })
    await event(world, 'c', 0, { environment: 'prod', level: 'info' })
    const later = await event(world, 'd', 0, { environment: 'staging' })
    await look(1)
    expect((await told(world, rule.id))[0]?.issueIds).toEqual([prod.id])
    await event(world, 'd', 2, { environment: 'prod' })
    await look(2)
    expect((await told(world, rule.id))[0]?.issueIds).toEqual([later.id])
  })

  it('within a cooldown nothing is told again, and what happened in it when it is over', async () => {
    const world = await aWorld(storage())
    const rule = await aRule(world, { triggers: ['new_issue', 'regression'], cooldownMinutes: 60 })
    const { id } = await event(world, 'a', 0)
    await look(1)
    await resolve(world, 10, id)
    await event(world, 'a', 11)
    for (const minute of [12, 60]) await look(minute)
    expect(await told(world, rule.id)).toHaveLength(1)
    // Nothing was seen since: it was noted to look again.
    await createRuleLook({ storage: storage() })({ now: at(61), since: at(61), issueIds: [] })
    await createRuleLook({ storage: storage() })({ now: at(200), since: at(200), issueIds: [] })
    expect((await told(world, rule.id)).map(({ trigger, minute }) => [trigger, minute])).toEqual([
      ['regression', 61],
      ['new_issue', 1],
    ])
  })

  it('with a cooldown a number that is reached again after it is told again', async () => {
    const world = await aWorld(storage())
    const rule = await aRule(world, { quantity: 2, timespanMinutes: 5, cooldownMinutes: 30 })
    for (const minute of [0, 1, 2, 20, 21, 40, 50, 51]) {
      await event(world, 'a', minute)
      await look(minute)
    }
    expect((await told(world, rule.id)).map(({ minute }) => minute)).toEqual([51, 1])
  })

  it('issues are found by name however long ago they were seen, and not where no rule is', async () => {
    const world = await aWorld(storage())
    const silent = await aWorld(storage())
    const rule = await aRule(world, { triggers: ['new_issue'] })
    const [ours, theirs] = [await event(world, 'a', 0), await event(silent, 'a', 0)]
    const asked = { since: at(1000), issueIds: [ours.id, theirs.id, ...UNKNOWN_IDS], after: null }
    const seen = await storage().firing.sightings(asked, 10)
    expect(seen).toEqual([
      {
        ...{ id: ours.id, organizationId: world.organizationId, projectId: world.projectId, count: 1, userCount: 0 },
        ...{ firstSeenAt: at(0), regressedAt: null, escalatedAt: null },
      },
    ])
    const others = [silent.projectId, ...UNKNOWN_IDS]
    expect(await storage().firing.rulesOf(others)).toEqual([])
    const { recipients, ...known } = rule
    expect(await storage().firing.rulesOf([world.projectId, ...others])).toEqual([known])
    expect(recipients).toEqual([])
  })

  it('issues are found in pages, each once', async () => {
    const world = await aWorld(storage())
    await aRule(world, { triggers: ['new_issue'] })
    const ids: Id[] = []
    for (const hash of ['a', 'b', 'c', 'd', 'e']) ids.push((await event(world, hash, 0)).id)
    const seen: Id[] = []
    for (let after: Id | null = null; ; ) {
      const asked = { since: at(1000), issueIds: [...ids, ...ids], after }
      const page: Awaited<ReturnType<ReturnType<typeof storage>['firing']['sightings']>> =
        await storage().firing.sightings(asked, 2)
      seen.push(...page.map(({ id }) => id))
      after = page.at(-1)?.id ?? null
      if (page.length < 2) break
    }
    expect(seen).toEqual(ids)
  })

  it('rules that are switched off, and issues that are resolved by now, are not told of', async () => {
    const world = await aWorld(storage())
    const { organizationId } = world
    const [on, off] = [await aRule(world), await aRule(world, { isEnabled: false, triggers: ['new_issue'] })]
    const other = await aProject(storage(), organizationId)
    const elsewhere = await storage().alerts.create(organizationId, other.id, PLAIN_ALERT, NOON)
    const [open, resolved] = [await event(world, 'a', 0), await event(world, 'b', 0)]
    await look(1)
    await resolve(world, 1, resolved.id)
    const hit = (alertId: Id, issueId: Id): Hit => ({ alertId, issueId, trigger: 'new_issue', toldBefore: null })
    const hits = [
      ...[hit(on.id, open.id), hit(on.id, resolved.id), hit(off.id, open.id), hit(elsewhere.id, open.id)],
      ...UNKNOWN_IDS.flatMap((id) => [hit(id, open.id), hit(on.id, id)]),
    ]
    expect(await storage().firing.tell(hits, at(2))).toEqual([hit(on.id, open.id)])
    expect(await storage().firing.tell(hits, at(3))).toEqual([])
    expect(await storage().firing.toldAt(hits.slice(0, 2))).toEqual([at(2), null])
    expect((await storage().deliveries.list(organizationId, { alertId: off.id }, ALL)).items).toEqual([])
  })

  it('what a rule told of since, and is still open, is known by its ids', async () => {
    const world = await aWorld(storage())
    const rule = await aRule(world, { triggers: ['new_issue'] })
    await aRule(world, { quantity: 1, timespanMinutes: 60 })
    const early = await event(world, 'a', 0)
    await look(1)
    const ids: Id[] = []
    for (const hash of ['b', 'c', 'd', 'e', 'f']) ids.push((await event(world, hash, 2)).id)
    await look(3)
    const [, resolved = '', muted = ''] = ids
    await resolve(world, 4, resolved)
    const open = (minute: number, limit = 10, but: readonly Id[] = []) =>
      storage().firing.openTold(rule.id, { since: at(minute), but }, limit)
    const left = ids.filter((id) => id !== resolved)
    expect(await open(3)).toEqual(left)
    expect(await open(1)).toEqual([early.id, ...left])
    expect(await open(3, 2)).toEqual(left.slice(0, 2))
    expect(await open(3, 10, [muted, ...UNKNOWN_IDS])).toEqual(left.filter((id) => id !== muted))
    for (const wrong of UNKNOWN_IDS)
      expect(await storage().firing.openTold(wrong, { since: NOON, but: [] }, 10)).toEqual([])
  })

  it('of many that tell of one thing at once one does, also when it was told of before', async () => {
    const world = await aWorld(storage())
    const rule = await aRule(world)
    const { id } = await event(world, 'a', 0)
    const tell = (toldBefore: Date | null, minute: number) =>
      Promise.all(
        Array.from({ length: 8 }, () =>
          storage().firing.tell([{ alertId: rule.id, issueId: id, trigger: 'regression', toldBefore }], at(minute)),
        ),
      )
    expect((await tell(null, 1)).flat()).toHaveLength(1)
    expect((await tell(null, 2)).flat()).toHaveLength(0)
    expect((await tell(at(1), 3)).flat()).toHaveLength(1)
    expect(await told(world, rule.id)).toHaveLength(2)
  })

  it('whatever happens, no rule tells twice of an issue between two regressions', async () => {
    const world = await aWorld(storage())
    const rules = [
      await aRule(world, { triggers: ['new_issue', 'regression'] }),
      await aRule(world, { quantity: 2, timespanMinutes: 5, triggers: ['regression'] }),
      await aRule(world, { quantity: 3, timespanMinutes: 10, users: { quantity: 2, minutes: 5 } }),
    ]
    const looks = [createRuleLook({ storage: storage() }), createRuleLook({ storage: storage() })]
    const regressions: number[] = []
    let seed = 7
    const random = (below: number) => {
      seed = (seed * 16_807) % 2_147_483_647
      return seed % below
    }
    let id: Id | null = null
    for (let minute = 0; minute < 60; minute += 1) {
      const step = random(10)
      if (step < 5) {
        const [result] = await world.persist(
          world.event({ hashes: ['f'.repeat(32)], receivedAt: at(minute), userKey: `id:${random(3)}` }),
        )
        id = found(result).issueId
        if (result?.outcome === 'regressed') regressions.push(minute)
      } else if (step === 5 && id !== null) await resolve(world, minute, id)
      else if (step === 6 && id !== null)
        await storage().issues.setStatus(world.filter({ ids: [id] }), { status: 'ignored' }, at(minute))
      else if (step === 7 && id !== null)
        await storage().issues.setStatus(world.filter({ ids: [id] }), { status: 'unresolved' }, at(minute))
      await Promise.all(looks.map((one) => look(minute + 0.5, [], one)))
    }
    expect(regressions.length).toBeGreaterThan(1)
    for (const rule of rules) {
      const minutes = (await told(world, rule.id)).map(({ minute }) => minute).reverse()
      const periods = minutes.map((minute) => regressions.filter((regression) => regression < minute).length)
      expect(new Set(periods).size).toBe(periods.length)
      expect(periods.length).toBeGreaterThan(0)
    }
    const [regression] = rules
    expect(await told(world, found(regression).id)).toHaveLength(regressions.length + 1)
  })

  it('the past of a project is what happened to its issues, and their events', async () => {
    const world = await aWorld(storage())
    const other = await aWorld(storage())
    const { organizationId, projectId } = world
    const issue = await event(world, 'a', 0, { userKey: 'id:1', title: 'First' })
    await event(other, 'a', 1)
    const ignored = await event(world, 'b', 2)
    await storage().issues.setStatus(world.filter({ ids: [ignored.id] }), { status: 'ignored' }, at(3))
    await resolve(world, 5, issue.id)
    await event(world, 'a', 6)
    await storage().issues.escalate(organizationId, issue.id, { at: at(7), events: 50, limit: 20 }, at(-60))
    const { past } = storage()
    const found = await past.issues(organizationId, projectId, at(-10))
    expect(found.from).toEqual(at(-10))
    expect(found.items).toMatchObject([
      { id: issue.id, title: 'First', firstSeenAt: at(0), regressedAt: [at(6)], escalatedAt: [at(7)] },
    ])
    const { items } = await past.events(organizationId, projectId, at(-10))
    expect(items.filter(({ issueId }) => issueId === issue.id)).toEqual([
      { issueId: issue.id, at: at(0), userKey: 'id:1' },
      { issueId: issue.id, at: at(6), userKey: null },
    ])
    expect((await past.events(organizationId, projectId, at(1))).items.map((one) => one.at)).not.toContainEqual(at(0))
    expect((await past.issues(organizationId, projectId, at(30))).items).toEqual([])
    for (const id of UNKNOWN_IDS) {
      expect((await past.issues(organizationId, id, at(-10))).items).toEqual([])
      expect((await past.events(id, projectId, at(-10))).items).toEqual([])
    }
  })

  it('that requests are refused is told once a day, or once in a cooldown and hour, to rules of the project that want it', async () => {
    const world = await aWorld(storage())
    const { organizationId, projectId } = world
    const quota = await aRule(world, { triggers: ['quota'], cooldownMinutes: 5 })
    const both = await aRule(world, { triggers: ['quota', 'spike'] })
    const none = await aRule(world, { triggers: ['new_issue'] })
    const refused = (reason: string, hour: number, outcome: 'rate_limited' | 'filtered' = 'rate_limited') =>
      storage().ingest.addOutcomes([
        { organizationId, projectId, hour: at(hour * 60), category: 'error', outcome, reason, quantity: 1 },
      ])
    const tell = (minute: number) => storage().firing.tellLimits(at(minute), at(minute))
    const triggers = async (id: Id) => (await told(world, id)).map(({ trigger, minute }) => [trigger, minute])
    await refused('spike', 0, 'filtered')
    await refused('throttled', 0)
    await refused('project_rate', -1)
    await tell(1)
    expect(await triggers(both.id)).toEqual([])
    await refused('organization_rate', 0)
    await tell(10)
    await tell(20)
    expect([await triggers(quota.id), await triggers(both.id)]).toEqual([[['quota', 10]], [['quota', 10]]])
    await refused('spike', 1)
    await refused('key_rate', 1)
    await Promise.all([tell(75), tell(75), tell(75)])
    expect(await triggers(quota.id)).toEqual([
      ['quota', 75],
      ['quota', 10],
    ])
    expect(await triggers(both.id)).toEqual([
      ['spike', 75],
      ['quota', 10],
    ])
    expect(await triggers(none.id)).toEqual([])
  })
}
