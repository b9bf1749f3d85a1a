import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from '@jest/globals'
import { isAddressRefused } from '@mishap/core'
import { runMailerContract } from '@mishap/core/testing'
import { SMTPServer } from 'smtp-server'
import { smtpMailer } from './smtp-mailer.js'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function aServer(
  options: { readonly refuses?: string; readonly said?: string; readonly answers?: Promise<void> } = {},
) {
  const { said = '550 no such mailbox', answers } = options
  const refusal = Object.assign(new Error(said.slice(4)), { responseCode: Number(said.slice(0, 3)) })
  const messages: { to: string[]; source: string }[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _session, done) =>
      password === 'p@ss' ? done(null, { user: username }) : done(new Error('wrong password')),
    onRcptTo: ({ address }, _session, done) => {
      if (address === options.refuses) done(refusal)
      else void Promise.resolve(answers).then(() => done())
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address)
        messages.push({ to, source: Buffer.concat(chunks).toString('utf8') })
        done()
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => new Promise((resolve) => server.close(() => resolve(undefined))))
  return { messages, port: (server.server.address() as AddressInfo).port }
}

function aMailer(url: string) {
  const mailer = smtpMailer({ url, from: 'Mishap <errors@example.com>' })
  closers.push(() => mailer.close())
  return mailer
}

runMailerContract({
  name: 'SMTP',
  start: async () => {
    const { messages, port } = await aServer({ refuses: 'refused@example.com' })
    return {
      mailer: aMailer(`smtp://127.0.0.1:${port}`),
      received: async () =>
        messages.map(({ to, source }) => ({ to, source, subject: /^Subject: (.*)$/m.exec(source)?.[1]?.trim() ?? '' })),
      close: async () => undefined,
    }
  },
})

describe('smtpMailer', () => {
  it('sends text and HTML with the account of the URL, to one address', async () => {
    const { messages, port } = await aServer()
    const mailer = aMailer(`smtp://ada:${encodeURIComponent('p@ss')}@127.0.0.1:${port}`)
    await mailer.verify()
    await mailer.send({ to: 'grace@example.com', subject: 'Hällo', text: 'plain words', html: '<p>words</p>' })
    expect(messages).toHaveLength(1)
    expect(messages[0]?.to).toEqual(['grace@example.com'])
    const source = messages[0]?.source ?? ''
    for (const part of [
      'From: Mishap <errors@example.com>',
      'Auto-Submitted: auto-generated',
      'plain words',
      '<p>words</p>',
    ])
      expect(source).toContain(part)
  })

  it('says how to end what people subscribed to', async () => {
    const { messages, port } = await aServer()
    const unsubscribeUrl =
      'https://errors.example.com/status/acme/shop/unsubscribe/0f6c1d0e-6d1a-4b0e-9f0e-0123456789ab/'
    await aMailer(`smtp://ada:${encodeURIComponent('p@ss')}@127.0.0.1:${port}`).send({
      ...{ to: 'grace@example.com', subject: 'It broke', text: 'words', unsubscribeUrl },
    })
    const source = (messages[0]?.source ?? '').replace(/\r\n[ \t]+/g, ' ')
    expect(source).toMatch(new RegExp(`^List-Unsubscribe: ?<${unsubscribeUrl}>`, 'm'))
    expect(source).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
  })

  it('puts a message under another one, with the headers that it is given', async () => {
    const { messages, port } = await aServer()
    await aMailer(`smtp://ada:${encodeURIComponent('p@ss')}@127.0.0.1:${port}`).send({
      ...{
        to: 'grace@example.com',
        subject: 'Shop is back up',
        text: 'words',
        unsubscribeUrl: 'https://e.example/u/1/',
      },
      ...{ messageId: '<alert-2@e.example>', inReplyTo: '<thread-1@e.example>' },
      headers: { 'List-Id': '<web.acme.e.example>' },
    })
    // The mailer writes names of headers in letters of its own choice.
    const source = messages[0]?.source.toLowerCase()
    for (const line of [
      ...['Message-ID: <alert-2@e.example>', 'In-Reply-To: <thread-1@e.example>', 'References: <thread-1@e.example>'],
      ...['List-Id: <web.acme.e.example>', 'List-Unsubscribe-Post: List-Unsubscribe=One-Click'],
    ])
      expect(source).toContain(`${line.toLowerCase()}\r\n`)
    expect(messages[0]?.source).toContain('Auto-Submitted: auto-generated')
  })

  it.each([
    ['550 No such user here', true],
    ['550 5.1.1 No such user here', true],
    ['452 4.2.2 Mailbox full', true],
    ['550 5.7.1 Relaying denied', false],
    ['554 Relay access denied', false],
    ['421 Too busy', false],
  ])('knows whether %j is said of the address alone', async (said, isOfAddress) => {
    const { port } = await aServer({ refuses: 'a@example.com', said })
    const mailer = aMailer(`smtp://127.0.0.1:${port}`)
    const error = await mailer.send({ to: 'a@example.com', subject: 'x', text: 'x' }).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'unavailable', message: expect.stringContaining(said.slice(4)) })
    expect(isAddressRefused(error)).toBe(isOfAddress)
  })

  it('takes back what is not taken in time, on its way or waiting for a connection', async () => {
    let answer = () => {}
    const answers = new Promise<void>((resolve) => {
      answer = resolve
    })
    const { messages, port } = await aServer({ answers })
    const settings = { url: `smtp://127.0.0.1:${port}`, from: 'errors@example.com' }
    const mailer = smtpMailer(settings, { deadlineMs: 300 })
    closers.push(() => mailer.close())
    const mail = { to: 'a@example.com', subject: 'x', text: 'x' }
    // More than there are connections.
    const late = await Promise.allSettled(Array.from({ length: 5 }, () => mailer.send(mail)))
    const reason = { code: 'unavailable', message: expect.stringContaining('longer than 0.3 seconds') }
    expect(late).toMatchObject(late.map(() => ({ status: 'rejected', reason })))
    answer()
    const patient = smtpMailer(settings)
    closers.push(() => patient.close())
    await patient.send({ ...mail, to: 'b@example.com' })
    expect(messages.map(({ to }) => to)).toEqual([['b@example.com']])
  })

  it('rejects with unavailable where the account is wrong, and where there is no server', async () => {
    const { port } = await aServer()
    const mail = { to: 'a@example.com', subject: 'x', text: 'x' }
    for (const url of [`smtp://ada:wrong@127.0.0.1:${port}`, 'smtp://127.0.0.1:1'])
      await expect(aMailer(url).send(mail)).rejects.toMatchObject({ name: 'AppError', code: 'unavailable' })
  })
})
