import { expect, it } from '@jest/globals'
import { STATUS_PAGE_BOUNDS, type StatusPageFields } from '../../ports/status-pages.js'
import { NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aName, aWorld, UNKNOWN_IDS } from './world.js'

export function statusPagesContract({ storage }: Subject): void {
  it('keep every field, also of odd texts, and change in what is given', async () => {
    const { statusPages } = storage()
    const { organizationId } = await aWorld(storage())
    const fields = aStatusPage({
      ...{ name: 'Ünï "quoted" \\', slug: 'shop', access: 'password', passwordHash: '$x', description: '**a**\n- b' },
      sections: [
        { name: 'Web', isCollapsed: true, monitors: [{ id: '12', name: 'Shop', description: 'What you see' }] },
        { name: '', isCollapsed: false, monitors: [] },
      ],
      ...{ domain: `${aName('status')}.example`, theme: 'dark', accent: '#102030', homepage: 'https://example.com/' },
      ...{ showLatency: true, allowSubscribers: false },
    })
    const made = await statusPages.create(organizationId, fields, NOON)
    expect(made).toEqual({ ...fields, id: made.id, organizationId, hasLogo: false, createdAt: NOON })
    expect(await statusPages.getBySlug(organizationId, 'shop')).toEqual(made)
    expect(await statusPages.getByDomain(fields.domain)).toEqual(made)
    expect(await statusPages.get(organizationId, made.id)).toEqual(made)
    expect((await statusPages.list(organizationId, ALL)).items).toEqual([made])
    const change = { name: 'Other', sections: [], domain: '', passwordHash: null, showLatency: false } as const
    expect(await statusPages.update(organizationId, made.id, change)).toEqual({ ...made, ...change })
    expect(await statusPages.update(organizationId, made.id, {})).toEqual({ ...made, ...change })
    expect(await statusPages.getByDomain(fields.domain)).toBeNull()
    expect(await statusPages.getByDomain('')).toBeNull()
  })

  it('have a slug of their own in the organization, and a domain of their own anywhere', async () => {
    const { statusPages } = storage()
    const [ours, theirs] = [await aWorld(storage()), await aWorld(storage())]
    const domain = `${aName('status')}.example`
    const first = await statusPages.create(ours.organizationId, aStatusPage({ slug: 'shop', domain }), NOON)
    const second = await statusPages.create(ours.organizationId, aStatusPage({ slug: 'shop' }), NOON)
    const foreign = await statusPages.create(theirs.organizationId, aStatusPage({ slug: 'shop' }), NOON)
    expect([first.slug, second.slug, foreign.slug]).toEqual(['shop', 'shop-1', 'shop'])
    const conflict = { code: 'conflict' }
    await expect(statusPages.update(ours.organizationId, second.id, { slug: 'shop' })).rejects.toMatchObject(conflict)
    await expect(statusPages.update(theirs.organizationId, foreign.id, { domain })).rejects.toMatchObject(conflict)
    await expect(statusPages.create(theirs.organizationId, aStatusPage({ domain }), NOON)).rejects.toMatchObject(
      conflict,
    )
    expect(await statusPages.update(ours.organizationId, first.id, { slug: 'shop', domain })).toEqual(first)
  })

  it('are cut to their bounds, in length and in number, also when many are made at once', async () => {
    const { statusPages } = storage()
    const { organizationId } = await aWorld(storage())
    const monitors = Array.from({ length: 200 }, () => ({ id: '1', name: 'x'.repeat(900), description: '' }))
    const section = { name: 'a\0b', isCollapsed: false, monitors }
    const made = await statusPages.create(organizationId, aStatusPage({ sections: [section, section] }), NOON)
    expect(made.sections.map((one) => one.monitors.length)).toEqual([200, STATUS_PAGE_BOUNDS.monitors - 200])
    expect([made.sections[0]?.name, made.sections[0]?.monitors[0]?.name]).toEqual(['ab', 'x'.repeat(200)])
    const many = await Promise.allSettled(
      Array.from({ length: STATUS_PAGE_BOUNDS.pages + 2 }, () =>
        statusPages.create(organizationId, aStatusPage(), NOON),
      ),
    )
    const refused = many.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
    expect(refused).toEqual(['conflict', 'conflict', 'conflict'])
  })

  it('have a logo, until it is taken away', async () => {
    const { statusPages } = storage()
    const [ours, theirs] = [await aWorld(storage()), await aWorld(storage())]
    const { id } = await statusPages.create(ours.organizationId, aStatusPage({ slug: 'shop' }), NOON)
    const logo = { mediaType: 'image/png', content: new Uint8Array([1, 0, 255]) } as const
    expect(await statusPages.logo(ours.organizationId, id)).toBeNull()
    expect(await statusPages.setLogo(theirs.organizationId, id, logo)).toBe(false)
    expect(await statusPages.setLogo(ours.organizationId, id, { ...logo, content: new Uint8Array([9]) })).toBe(true)
    expect(await statusPages.setLogo(ours.organizationId, id, logo)).toBe(true)
    const kept = await statusPages.logo(ours.organizationId, id)
    expect([kept?.mediaType, [...(kept?.content ?? [])]]).toEqual(['image/png', [1, 0, 255]])
    expect(await statusPages.logo(theirs.organizationId, id)).toBeNull()
    expect(await statusPages.getBySlug(ours.organizationId, 'shop')).toMatchObject({ hasLogo: true })
    expect(await statusPages.setLogo(ours.organizationId, id, null)).toBe(true)
    expect(await statusPages.getBySlug(ours.organizationId, 'shop')).toMatchObject({ hasLogo: false })
  })

  it('of another organization cannot be reached, and go with their own', async () => {
    const { statusPages, statusSubscribers, organizations } = storage()
    const [ours, theirs] = [await aWorld(storage()), await aWorld(storage())]
    const page = await statusPages.create(theirs.organizationId, aStatusPage({ slug: 'shop' }), NOON)
    await statusSubscribers.subscribe(theirs.organizationId, page.id, 'a@example.com', NOON)
    expect(await statusPages.getBySlug(ours.organizationId, 'shop')).toBeNull()
    expect(await statusPages.get(ours.organizationId, page.id)).toBeNull()
    expect(await statusPages.update(ours.organizationId, page.id, { name: 'x' })).toBeNull()
    expect(await statusPages.delete(ours.organizationId, page.id)).toBe(false)
    expect((await statusPages.list(ours.organizationId, ALL)).items).toEqual([])
    for (const unknown of UNKNOWN_IDS) {
      expect(await statusPages.update(theirs.organizationId, unknown, { name: 'x' })).toBeNull()
      expect(await statusPages.get(theirs.organizationId, unknown)).toBeNull()
      expect(await statusPages.delete(theirs.organizationId, unknown)).toBe(false)
      expect(await statusPages.setLogo(theirs.organizationId, unknown, null)).toBe(false)
      expect((await statusPages.list(unknown, ALL)).items).toEqual([])
    }
    await organizations.delete(theirs.organizationId)
    expect((await statusPages.list(theirs.organizationId, ALL)).items).toEqual([])
    expect((await statusSubscribers.list(theirs.organizationId, page.id, ALL)).items).toEqual([])
  })
}

/** A page without anything on it. */
export function aStatusPage(fields: Partial<StatusPageFields> = {}): StatusPageFields {
  return {
    ...{ name: 'Status', slug: 'status', access: 'public', passwordHash: null, description: '', sections: [] },
    ...{ domain: '', theme: 'system', accent: '', homepage: '', showLatency: false, allowSubscribers: true },
    ...fields,
  }
}
