import { afterEach, describe, expect, it } from '@jest/globals'
import { memoryStorage } from '../adapters/memory-storage/memory-storage.js'
import { createApp } from '../app.js'
import { MAIL_DEADLINE_MS } from '../ports/mailer.js'
import { fakeClock } from '../testing/fake-clock.js'
import { aStatusPage } from '../testing/storage-contract/status-pages.js'
import { aWorld, found } from '../testing/storage-contract/world.js'
import type { BackgroundWork } from './background.js'
import { createStatusMails } from './status-mails.js'

let work: BackgroundWork | null = null
afterEach(() => work?.stop())

describe('mails of status pages', () => {
  it('go to each once, however slowly the mail server takes them', async () => {
    const [storage, clock] = [memoryStorage(), fakeClock()]
    const { organizationId } = await aWorld(storage)
    const sent: string[] = []
    const takenByOthers: unknown[] = []
    const send = async ({ to }: { readonly to: string }) => {
      sent.push(to)
      await clock.jump(MAIL_DEADLINE_MS - 1)
      const now = clock.now()
      const until = new Date(now.getTime() + 3_600_000)
      takenByOthers.push(await storage.statusSubscribers.claimNotice(now, until, 50))
    }
    const logger = { debug() {}, info() {}, warn() {}, error() {} }
    const { context } = createApp({ url: 'https://errors.example.com', storage, clock, mailer: { send }, logger })
    const page = await storage.statusPages.create(organizationId, aStatusPage(), clock.now())
    const emails = Array.from({ length: 12 }, (_, index) => `s${index}@example.com`)
    for (const email of emails) {
      const { token } = found(await storage.statusSubscribers.subscribe(organizationId, page.id, email, clock.now()))
      await storage.statusSubscribers.confirm(token, clock.now())
    }
    const notice = { organizationId, pageId: page.id, key: 'k', subject: 'Down', text: 'It is' }
    await storage.statusSubscribers.announce([notice], clock.now())
    work = createStatusMails(context)
    work.start()
    for (let pass = 0; pass < 60; pass += 1) {
      await clock.asleep()
      await clock.advance(20_000)
    }
    expect(takenByOthers).toEqual(emails.map(() => null))
    expect(sent).toEqual(emails)
  })
})
