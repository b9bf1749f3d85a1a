import { expect, it } from '@jest/globals'
import { PLAIN_ALERT } from '../../ports/alerts.js'
import { INTEGRATION_BOUNDS, type IntegrationFields } from '../../ports/integrations.js'
import type { HttpRequestSetup } from '../../ports/monitor-request.js'
import type { SealedPlace, SealedSecret } from '../../ports/sealed.js'
import { aMonitorSetup as aSetup, minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aName, aProject, aWorld, expectCode, found, UNKNOWN_IDS, walk } from './world.js'

export function integrationsContract({ storage }: Subject): void {
  const aPlace = async () => {
    const world = await aWorld(storage())
    const create = (fields: Partial<IntegrationFields> = {}) =>
      storage().integrations.create(world.organizationId, 'github', { ...anIntegration(fields), createdAt: NOON })
    const mapping = (integrationId: string, more = {}) => ({
      ...{ integrationId, projectId: world.projectId, repository: 'acme/web', stackRoot: 'app/' },
      ...{ sourceRoot: 'src/', branch: 'main', ...more },
    })
    return { ...world, create, mapping }
  }

  it('keep every field, by age, and change in what is given', async () => {
    const { integrations } = storage()
    const { organizationId, create } = await aPlace()
    const fields = anIntegration({ name: 'Ünï', sealedToken: 'v1.a', template: { title: 't"', body: 'b\n' } })
    const made = await create(fields)
    expect(made).toEqual({
      ...{ ...fields, id: made.id, organizationId, kind: 'github', error: '' },
      ...{ lastUsedAt: null, createdAt: NOON },
    })
    expect(await integrations.get(organizationId, made.id)).toEqual(made)
    expect(await integrations.find(made.id)).toEqual(made)
    const others = [await create({ name: 'b' }), await create({ name: 'a' })]
    expect(await walk((page) => integrations.list(organizationId, page), 1)).toEqual([made, ...others])
    const change = { name: 'x', sealedToken: null, template: { title: '', body: '' }, closesLinked: true }
    expect(await integrations.update(organizationId, made.id, change)).toEqual({ ...made, ...change })
    expect(await integrations.update(organizationId, made.id, {})).toEqual({ ...made, ...change })
  })

  it('are cut to their bounds, and bounded in number, also when many are made at once', async () => {
    const { create } = await aPlace()
    const long = 'x'.repeat(20_000)
    const made = await create({ name: `a\0${long}`, template: { title: long, body: long } })
    expect(made.name).toBe(`a${'x'.repeat(INTEGRATION_BOUNDS.name - 2)}`)
    expect(made.template.body).toHaveLength(INTEGRATION_BOUNDS.templateBody)
    const more = await Promise.allSettled(Array.from({ length: INTEGRATION_BOUNDS.integrations + 2 }, () => create()))
    const refused = more.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
    expect(refused).toEqual(Array(3).fill('conflict'))
  })

  it('note when the other side was asked and what it said', async () => {
    const { integrations } = storage()
    const { organizationId, create } = await aPlace()
    const { id } = await create()
    await integrations.noteUse(id, { at: minutesAfter(NOON, 1), error: 'no\0' })
    expect(await integrations.get(organizationId, id)).toMatchObject({ error: 'no', lastUsedAt: minutesAfter(NOON, 1) })
    await integrations.noteUse(id, { at: minutesAfter(NOON, 2), error: '' })
    expect(await integrations.get(organizationId, id)).toMatchObject({ error: '', lastUsedAt: minutesAfter(NOON, 2) })
    for (const unknown of UNKNOWN_IDS) await integrations.noteUse(unknown, { at: NOON, error: '' })
  })

  it('remember what they have heard, each for itself, for some days', async () => {
    const { integrations } = storage()
    const { create } = await aPlace()
    const [{ id }, other] = [await create(), await create()]
    expect(await integrations.isHeard(id, 'd1')).toBe(false)
    await Promise.all(Array.from({ length: 4 }, () => integrations.noteHeard(id, 'd1', NOON)))
    expect(await integrations.isHeard(id, 'd1')).toBe(true)
    expect(await integrations.isHeard(id, 'd2')).toBe(false)
    expect(await integrations.isHeard(other.id, 'd1')).toBe(false)
    for (const unknown of UNKNOWN_IDS) {
      await integrations.noteHeard(unknown, 'd1', NOON)
      expect(await integrations.isHeard(unknown, 'd1')).toBe(false)
    }
    await storage().maintain({ now: minutesAfter(NOON, 9 * 24 * 60), retentionDays: 90 })
    expect(await integrations.isHeard(id, 'd1')).toBe(false)
  })

  it('have mappings of code, which go with them, with their project, and with where it moves', async () => {
    const { integrations, projects } = storage()
    const { organizationId, projectId, create, mapping } = await aPlace()
    const theirs = await aPlace()
    const [first, second] = [await create(), await create()]
    const made = await integrations.createMapping(organizationId, mapping(first.id))
    expect(made).toEqual({ ...mapping(first.id), id: made.id })
    const other = await aProject(storage(), organizationId)
    const more = await integrations.createMapping(organizationId, mapping(second.id, { projectId: other.id }))
    expect((await integrations.mappings(organizationId, ALL)).items).toEqual([made, more])
    expect(await integrations.mappingsOf(organizationId, projectId)).toEqual([made])
    const changed = await integrations.updateMapping(organizationId, made.id, mapping(second.id, { branch: 'next' }))
    expect(changed).toEqual({ ...made, integrationId: second.id, branch: 'next' })
    await expectCode(integrations.createMapping(theirs.organizationId, mapping(first.id)), 'not_found')
    await expectCode(
      integrations.createMapping(organizationId, mapping(first.id, { projectId: theirs.projectId })),
      'not_found',
    )
    expect(await integrations.updateMapping(theirs.organizationId, made.id, mapping(first.id))).toBeNull()
    expect(await integrations.deleteMapping(theirs.organizationId, made.id)).toBe(false)
    expect(await integrations.delete(organizationId, first.id)).toBe(true)
    expect((await integrations.mappings(organizationId, ALL)).items).toHaveLength(2)
    expect(await integrations.deleteMapping(organizationId, made.id)).toBe(true)
    await projects.move(organizationId, other.id, { organizationId: theirs.organizationId, teamId: null })
    expect((await integrations.mappings(organizationId, ALL)).items).toEqual([])
    expect((await integrations.mappings(theirs.organizationId, ALL)).items).toEqual([])
    while (await projects.followMoves());
  })

  it('of another organization cannot be reached, and go with theirs', async () => {
    const { integrations, organizations } = storage()
    const { organizationId, create } = await aPlace()
    const theirs = await aPlace()
    const { id } = await create()
    for (const other of [theirs.organizationId, ...UNKNOWN_IDS]) {
      expect(await integrations.get(other, id)).toBeNull()
      expect(await integrations.update(other, id, { name: 'taken' })).toBeNull()
      expect(await integrations.delete(other, id)).toBe(false)
      expect((await integrations.list(other, ALL)).items).toEqual([])
    }
    await expectCode(integrations.create('999999999999', 'jira', { ...anIntegration(), createdAt: NOON }), 'not_found')
    await organizations.delete(organizationId)
    expect(await integrations.find(id)).toBeNull()
  })

  it('are found with all else that is sealed: secrets of users, of sign-in and of monitors', async () => {
    const { alerts, monitors, sealed, secondFactors, signIn } = storage()
    const { organizationId, projectId, user } = await aWorld(storage())
    await secondFactors.addTotp(user.id, { sealedSecret: 'v1.app', step: 1, sealedCodes: 'v1.codes', now: NOON })
    const provider = aName('provider')
    await signIn.saveProvider({
      ...{ id: provider, kind: 'oidc', name: 'P', clientId: 'c', issuer: 'https://i.example', scopes: [] },
      ...{ isEnabled: true, opensSignUp: false, trustsEmail: false, trustsSecondFactor: false, joining: null },
      sealedSecret: 'v1.client',
    })
    const secret = (text: string) => ({ sealed: `v1.${text}` })
    const request: HttpRequestSetup = {
      ...{ method: 'GET', body: '{"sealed":1}', redirects: 0, verifyTls: true },
      headers: [
        { name: 'x-plain', value: 'v1.plain' },
        { name: 'x-key', value: secret('header') },
      ],
      auth: { kind: 'bearer', token: secret('bearer') },
    }
    const monitor = await monitors.create(organizationId, { ...aSetup(), request }, NOON)
    const findAll = async (place: SealedPlace, id: string) => {
      const found: string[] = []
      for (let after: string | null = null; ; ) {
        const some: readonly SealedSecret[] = await sealed.list(place, after, 50)
        const last = some.at(-1)
        if (last === undefined) return found
        for (const one of some) if (one.id === id) found.push(`${one.ownerId} ${one.sealed}`)
        after = last.id
      }
    }
    expect(await findAll('totp', user.id)).toEqual([`${user.id} v1.app`])
    expect(await findAll('recovery_codes', user.id)).toEqual([`${user.id} v1.codes`])
    expect(await findAll('sign_in_provider', provider)).toEqual([`${provider} v1.client`])
    const ofMonitor = [`${organizationId} v1.bearer`, `${organizationId} v1.header`]
    expect((await findAll('monitor_request', monitor.id)).sort()).toEqual(ofMonitor)
    const one = { place: 'monitor_request', id: monitor.id, ownerId: organizationId, sealed: 'v1.header' } as const
    expect(await sealed.replace(one, 'v1.anew')).toBe(true)
    expect(await sealed.replace(one, 'v1.anew')).toBe(false)
    const [plain] = request.headers
    expect((await monitors.get(organizationId, monitor.id))?.request).toEqual({
      ...{ ...request, headers: [plain, { name: 'x-key', value: secret('anew') }] },
    })
    const recipients = ['v1.a', null].map((one, index) => ({
      ...({ kind: 'webhook', url: `https://${index}.example`, tags: [] } as const),
      config: one === null ? {} : { sealed: one, shown: { a: 1 } },
    }))
    const alert = await alerts.create(organizationId, projectId, { ...PLAIN_ALERT, recipients }, NOON)
    const recipient = found(alert.recipients[0])
    expect(await findAll('alert_recipient', recipient.id)).toEqual([`${projectId} v1.a`])
    const ofAlert = { place: 'alert_recipient', id: recipient.id, ownerId: projectId, sealed: 'v1.a' } as const
    expect(await sealed.replace(ofAlert, 'v1.b')).toBe(true)
    expect(await sealed.replace(ofAlert, 'v1.b')).toBe(false)
    const changed = found(await alerts.get(organizationId, projectId, alert.id))
    expect(changed.recipients.map(({ config }) => config)).toEqual([{ sealed: 'v1.b', shown: { a: 1 } }, {}])
    const app = { place: 'totp', id: user.id, ownerId: user.id, sealed: 'v1.app' } as const
    expect(await sealed.replace(app, 'v1.new')).toBe(true)
    const factors = await secondFactors.get(user.id)
    expect([factors.totp?.sealedSecret, factors.recoveryCodes?.sealedCodes]).toEqual(['v1.new', 'v1.codes'])
  })

  it('are found with all else that is sealed, and sealed anew once', async () => {
    const { integrations, sealed } = storage()
    const { organizationId, create } = await aPlace()
    const one = await create({ sealedToken: 'v1.token', sealedWebhookSecret: 'v1.hook' })
    await create({ sealedToken: null })
    const after = String(Number(one.id) - 1)
    const tokens = await sealed.list('integration_token', after, 10)
    expect(tokens).toEqual([{ place: 'integration_token', id: one.id, ownerId: organizationId, sealed: 'v1.token' }])
    expect(await sealed.list('integration_token', one.id, 10)).toEqual([])
    expect(await sealed.replace(found(tokens[0]), 'v1.anew')).toBe(true)
    expect(await sealed.replace(found(tokens[0]), 'v1.again')).toBe(false)
    expect(await integrations.find(one.id)).toEqual({ ...one, sealedToken: 'v1.anew' })
  })
}

function anIntegration(fields: Partial<IntegrationFields> = {}): IntegrationFields {
  return {
    ...{ name: 'Code', url: 'https://github.com', account: '', sealedToken: null, sealedWebhookSecret: null },
    ...{ closesLinked: false, resolvesIssues: false, template: { title: 'T', body: 'B' }, ...fields },
  }
}
