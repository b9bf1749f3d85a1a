import { afterEach, describe, expect, it } from '@jest/globals'
import { isAddressRefused, type Mailer } from '../ports/mailer.js'

/** A mail server of the test's, and a mailer that sends through it. */
export interface MailWorld {
  readonly mailer: Mailer
  /** What has arrived, in order. `text` and `html` as the receiver reads them, or the raw message for both. */
  received(): Promise<readonly { readonly to: readonly string[]; readonly subject: string; readonly source: string }[]>
  close(): Promise<void>
}

/** What every `Mailer` must do, as a jest suite. `start` gives one whose server refuses mail to `refused@example.com`. */
export function runMailerContract(options: { readonly name: string; readonly start: () => Promise<MailWorld> }): void {
  describe(`the mailer contract: ${options.name}`, () => {
    const worlds: MailWorld[] = []
    const aWorld = async () => {
      const world = await options.start()
      worlds.push(world)
      return world
    }
    afterEach(async () => {
      for (const world of worlds.splice(0)) await world.close()
    })

    it('sends text and HTML to one address', async () => {
      const { mailer, received } = await aWorld()
      await mailer.send({ to: 'a@example.com', subject: 'Hello', text: 'plain words', html: '<p>marked words</p>' })
      await mailer.send({ to: 'b@example.com', subject: 'Again', text: 'more' })
      const [first, second] = await received()
      expect([first?.to, first?.subject]).toEqual([['a@example.com'], 'Hello'])
      expect(first?.source).toContain('plain words')
      expect(first?.source).toContain('<p>marked words</p>')
      expect([second?.to, second?.subject]).toEqual([['b@example.com'], 'Again'])
    })

    it('lets nobody add receivers by what they are called', async () => {
      const { mailer, received } = await aWorld()
      await mailer.send({ to: 'a@example.com', subject: 'x\r\nBcc: evil@example.com', text: 'y' })
      const [mail] = await received()
      expect(mail?.to).toEqual(['a@example.com'])
      expect(mail?.source).not.toMatch(/^Bcc:/m)
    })

    it('rejects with unavailable what the server does not take, and sends what comes after', async () => {
      const { mailer, received } = await aWorld()
      const refused = mailer.send({ to: 'refused@example.com', subject: 'x', text: 'x' })
      const error = await refused.catch((reason: unknown) => reason)
      expect(error).toMatchObject({ name: 'AppError', code: 'unavailable' })
      expect(isAddressRefused(error)).toBe(true)
      await mailer.send({ to: 'a@example.com', subject: 'after', text: 'x' })
      expect((await received()).map(({ subject }) => subject)).toEqual(['after'])
    })
  })
}
