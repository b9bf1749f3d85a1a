import { describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import type { MemoryClient } from '../src/provider/memory/client.js'
import { barriersOf } from './axe.js'
import { eventually } from './eventually.js'
import { testSite } from './site.js'

const site = testSite('screens')
const { at } = site
let page: Page

declare const client: MemoryClient

const open = (path: string, size?: { width: number; height: number }) =>
  site.open(`world=settled&at=${encodeURIComponent(path)}`, size)

describe('the settings of a project', () => {
  const project = '/acme/settings/projects/shop-api'

  it('make a key, switch it off, and delete it', async () => {
    page = await open(`${project}/keys`)
    const keys = page.getByRole('region', { name: 'Keys' })
    await keys.getByRole('button', { name: 'New key' }).click()
    await page.getByLabel('Name').fill('Mobile app')
    await page.getByRole('button', { name: 'Make the key' }).click()
    await keys.getByRole('heading', { name: 'Mobile app' }).waitFor()
    const more = keys.getByRole('button', { name: 'More about the key Mobile app' })
    await more.click()
    await page.getByRole('menuitem', { name: 'Change…' }).click()
    await page.getByLabel('Works').uncheck()
    await page.getByRole('button', { name: 'Save' }).click()
    await keys.getByText('Switched off').waitFor()
    await more.click()
    await page.getByRole('menuitem', { name: 'Delete…' }).click()
    await page.getByRole('button', { name: 'Delete for good' }).click()
    await more.waitFor({ state: 'detached' })
    await eventually(() =>
      page.evaluate(() => client.listKeys('acme', 'shop-api').then(({ items }) => items.length)),
    ).toBe(1)
  })

  it('say what another slug breaks, and lead to where the project is then', async () => {
    page = await open(project)
    await page.getByLabel('Slug').fill('storefront')
    await page.getByText('scripts that name shop-api stop working').waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('alert').getByText('exists already').waitFor()
    await page.getByLabel('Slug').fill('shop')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('link', { name: 'Keys' }).and(page.locator('[href*="/projects/shop/"]')).waitFor()
    await eventually(at).toBe('/acme/settings/projects/shop')
  })

  it('hide an environment, and give a project to another team', async () => {
    page = await open(`${project}/environments`)
    await page.getByLabel('staging').click()
    await page.getByText('Hidden', { exact: true }).waitFor()
    const seen = () =>
      page.evaluate(() =>
        client.listProjectEnvironments('acme', 'shop-api').then(({ items }) => items.map((one) => one.name)),
      )
    await eventually(seen).toEqual(['production'])
    await page.getByRole('link', { name: 'General' }).click()
    await page.getByLabel('payments').click()
    const teams = () =>
      page.evaluate(async () => (await client.getProject('acme', 'shop-api')).teams.map(({ slug }) => slug))
    await eventually(teams).toContain('payments')
  })
})

describe('the limits of a project', () => {
  it('are the server’s, its own, or none, and what is typed is looked at before it is sent', async () => {
    page = await open('/acme/settings/projects/shop-api/limits')
    const card = page.getByRole('region', { name: 'Retention' })
    const save = card.getByRole('button', { name: 'Save' })
    const limits = () =>
      page.evaluate(() => client.getRetention('acme', 'shop-api').then((one) => [one.maxEvents, one.maxBytes]))
    await eventually(() => save.isDisabled()).toBe(true)
    await card.getByLabel('Most events', { exact: true }).selectOption('Its own limit')
    const count = card.getByLabel('Most events: how many')
    for (const wrong of ['', '0', '-3', '1.5']) {
      await count.fill(wrong)
      await save.click()
      await eventually(() => count.evaluate((input: HTMLInputElement) => input.validity.valid)).toBe(false)
    }
    await eventually(limits).toEqual([null, null])
    await count.fill('20000')
    await card.getByLabel('Most room for payloads', { exact: true }).selectOption('Its own limit')
    await card.getByLabel('Most room for payloads: how many').fill('1.5')
    await card.getByLabel('Most room for payloads: in what unit').selectOption('GB')
    await save.click()
    await page.getByText('Saved').waitFor()
    await eventually(limits).toEqual([20_000, 1_500_000_000])
    await card.getByText('of 20,000').waitFor()
    await eventually(() => save.isDisabled()).toBe(true)
    await card.getByLabel('Most events', { exact: true }).selectOption('No limit')
    await save.click()
    await card.getByText('without limit').waitFor()
    await eventually(limits).toEqual([0, 1_500_000_000])
  })
})

describe('axe', () => {
  const settings = '/acme/settings/projects/shop-api'
  it.each([
    [settings, 'Delete the project'],
    [`${settings}/keys`, 'Report from your app'],
    [`${settings}/environments`, 'Offered to choose'],
    [`${settings}/filters`, 'Sensitive data'],
    ['/profile/account', 'Delete the account'],
    ['/profile/notifications', 'Acme'],
    ['/acme/settings/integrations', 'Ways of telling people'],
    ['/profile/shortcuts', 'Stack'],
    ['/account/settings/wizard/waiting', 'Let a set-up program in?'],
  ])('finds nothing on %s', async (path, heading) => {
    for (const width of [1280, 390]) {
      page = await open(path, { width, height: 900 })
      await page.getByRole('heading', { name: heading }).first().waitFor()
      expect(await barriersOf(page)).toEqual([])
      await site.expectNoOverflow()
      if (width === 1280) await page.close()
    }
  })
})

describe('the settings of an organization', () => {
  const inOrganization = (place: string, world = 'organization', size?: { width: number; height: number }) =>
    site.open(`world=${world}&at=${encodeURIComponent(`/acme/settings/${place}`)}`, size)
  const aboutMember = (name: string) => page.getByRole('button', { name: `What to do about ${name}` })

  it('invite many at once with a role and a team, and give links where there is no mail', async () => {
    page = await inOrganization('members')
    await page.getByRole('button', { name: 'Invite people' }).click()
    await page.getByLabel('Email addresses').fill('New One <new@x.org>; other@x.org, grace@example.com')
    await page.getByRole('radio', { name: /^Admin/ }).check()
    await page.getByLabel('mobile').check()
    await page.getByRole('button', { name: 'Invite 3 people' }).click()
    const answers = page.getByRole('region', { name: 'Invitations' })
    await answers.getByText('The user grace@example.com is already a member').waitFor()
    await eventually(() => answers.getByText('/accept/').count()).toBe(2)
    const invited = () => page.evaluate(async () => (await client.listMembers('acme', { query: 'x.org' })).items)
    await eventually(invited).toMatchObject([
      { email: 'other@x.org', role: 'admin', pending: true, teams: ['mobile'] },
      { email: 'new@x.org', role: 'admin', pending: true, teams: ['mobile'] },
    ])
  })

  it('change a role where the roles are explained, remove somebody, and protect the owner', async () => {
    page = await inOrganization('members')
    await aboutMember('Linus Torvalds').click()
    await page.getByRole('menuitem', { name: 'Change the role' }).click()
    await page.getByRole('radio', { name: /^Manager Also invites/ }).check()
    await page.getByRole('button', { name: 'Change the role' }).click()
    await page.getByText('Linus Torvalds is Manager now').waitFor()
    await aboutMember('Linus Torvalds').click()
    await page.getByRole('menuitem', { name: 'Remove' }).click()
    await page.getByText('issues assigned to them are nobody’s').waitFor()
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await aboutMember('Linus Torvalds').waitFor({ state: 'detached' })
    await aboutMember('Ada Lovelace').click()
    const leave = page.getByRole('menuitem', { name: 'Leave' })
    await eventually(() => leave.getAttribute('aria-disabled')).toBe('true')
    await page.getByText('Hand on the ownership first').first().waitFor()
  })

  it('find one of five hundred, page by page or by name, at an address', async () => {
    page = await inOrganization('members', 'hostile')
    await page.getByText('501 people').waitFor()
    await page.getByRole('link', { name: 'Next' }).click()
    await page.getByText('Person Number90').waitFor()
    await page.getByLabel('Find').fill('number420')
    await page.getByText('1 person', { exact: true }).waitFor()
    await eventually(at).toBe('/acme/settings/members?query=number420')
  })

  it('tell who can help where one may not', async () => {
    page = await inOrganization('audit-log', 'member')
    await page.getByText('Only managers and owners read who changed what.').waitFor()
    await page.getByRole('link', { name: 'Grace Hopper' }).waitFor()
    await page.getByRole('link', { name: 'General' }).click()
    await page.getByText('Only managers and owners change these.').waitFor()
    await eventually(() => page.getByRole('textbox', { name: 'Name', exact: true }).isDisabled()).toBe(true)
    await eventually(() => page.getByRole('button', { name: 'Delete organization' }).count()).toBe(0)
  })

  it('move a project to another organization, with a team there', async () => {
    page = await inOrganization('projects')
    await page.getByRole('button', { name: 'What to do about Shop API' }).click()
    await page.getByRole('menuitem', { name: 'Move to another organization' }).click()
    await page.getByLabel('To', { exact: true }).selectOption({ label: 'Acme Labs' })
    await page.getByLabel('Team there').selectOption('acme-labs')
    await page.getByRole('button', { name: 'Move', exact: true }).click()
    await page.getByText('Shop API is in Acme Labs now.').waitFor()
    const teams = () => page.evaluate(async () => (await client.getProject('acme-labs', 'shop-api')).teams)
    await eventually(teams).toMatchObject([{ slug: 'acme-labs' }])
  })

  it('give a team members and projects, take them away again, and rename it', async () => {
    page = await inOrganization('teams')
    await page.getByRole('button', { name: 'Manage search' }).click()
    await page.getByLabel('Add somebody').fill('linus')
    await page.getByRole('button', { name: 'Add Linus Torvalds' }).click()
    await page.getByRole('button', { name: 'Remove Linus Torvalds from search' }).click()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('button', { name: 'Remove Linus Torvalds from search' }).waitFor()
    await page.getByLabel('Give it a project').selectOption('storefront')
    await page.getByRole('button', { name: 'Add', exact: true }).last().click()
    await page.getByRole('button', { name: 'Remove storefront from search' }).waitFor()
    expect(await barriersOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Rename' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('finding')
    await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click()
    await page
      .getByRole('button', { name: 'Leave finding' })
      .or(page.getByRole('button', { name: 'Join finding' }))
      .waitFor()
  })

  it('say what another slug breaks, ask for a second factor, and hand on the ownership', async () => {
    page = await inOrganization('general')
    await page.getByLabel('Ask for a second factor').check()
    await page.getByRole('region', { name: 'Members' }).getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved').waitFor()
    await page.getByRole('button', { name: 'Hand on the ownership' }).click()
    await page.getByLabel('To', { exact: true }).selectOption({ label: 'Grace Hopper, Manager' })
    await page.getByRole('button', { name: 'Hand it on' }).click()
    await page.getByText('Grace Hopper owns the organization now').waitFor()
    await page.getByLabel('Name in addresses').fill('acme-2')
    await page.getByText('Links to pages of this organization break').waitFor()
    await page.getByRole('region', { name: 'Name' }).getByRole('button', { name: 'Save' }).click()
    await eventually(at).toBe('/acme-2/settings/general')
  })

  it('lead to the second factor where one is asked for', async () => {
    page = await inOrganization('members', 'walled')
    await page.getByText('This organization asks for a second factor').waitFor()
    const link = page.getByRole('link', { name: 'Set one up' })
    await eventually(() => link.getAttribute('href')).toBe('/profile/security')
  })

  it.each(['general', 'members', 'teams', 'projects', 'usage', 'audit-log'])(
    'have no barriers on a phone with hostile names: %s',
    async (place) => {
      page = await inOrganization(place, 'hostile', { width: 390, height: 844 })
      await page.locator('main section li, main section input').first().waitFor()
      expect(await barriersOf(page)).toEqual([])
      await site.expectNoOverflow()
    },
  )
})
