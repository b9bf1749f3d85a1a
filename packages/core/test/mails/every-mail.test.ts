import { beforeAll, describe, expect, it } from '@jest/globals'
import type { Mail } from '../../src/ports/mailer.js'
import { everyMail, HOME } from './every-mail.js'

let mails: readonly (readonly [string, Mail])[]
beforeAll(async () => {
  mails = Object.entries(await everyMail())
})

/** Which mails do not do what is asked of all of them. */
const faulty = (isGood: (mail: Mail, name: string) => boolean) =>
  mails.filter(([name, mail]) => !isGood(mail, name)).map(([name]) => name)
const linksOf = ({ html = '' }: Mail) => [...html.matchAll(/href="([^"]*)"/g)].map(([, url = '']) => url)

describe('every mail of the product', () => {
  it('shows as text what people, events and checked sites say, and loads nothing', () => {
    expect(mails.length).toBeGreaterThan(15)
    expect(faulty(({ html = '' }) => !/<img|<script|<link|src=["']|url\(|@import/.test(html))).toEqual([])
    expect(faulty(({ html = '' }) => html.match(/<style>/g)?.length === 1)).toEqual([])
    expect(faulty(({ html = '' }) => html.match(/<table/g)?.length === html.match(/<\/table>/g)?.length)).toEqual([])
  })

  it('has a subject of one line, and no header of more', () => {
    const isLine = (text: string) => !/[\r\n]/.test(text) && text.length <= 200
    expect(faulty(({ subject }) => subject !== '' && isLine(subject))).toEqual([])
    expect(faulty(({ headers = {} }) => Object.values(headers).every(isLine))).toEqual([])
  })

  it('leads only to this server, by whole addresses, which its text has too', () => {
    expect(faulty((mail) => linksOf(mail).every((url) => url.startsWith(`${HOME}/`)))).toEqual([])
    expect(faulty((mail) => linksOf(mail).every((url) => mail.text.includes(url)))).toEqual([])
    expect(faulty((mail, name) => name === 'a test' || linksOf(mail).length > 0)).toEqual([])
  })

  it('ends by one click where it is one of many that somebody has chosen, and nowhere else', () => {
    const ends = mails.filter(([, { unsubscribeUrl }]) => unsubscribeUrl !== undefined).map(([name]) => name)
    expect(ends).toEqual([
      ...['an issue', 'several issues', 'a monitor that is down', 'a monitor that is well again', 'a quota', 'a spike'],
      ...['work: assigned', 'work: mentioned', 'work: followed', 'news of a status page'],
    ])
    expect(faulty(({ text, unsubscribeUrl = '' }) => text.includes(unsubscribeUrl))).toEqual([])
  })

  it('has the same layout, for light and dark and for small screens', () => {
    const style = (html = '') => html.slice(0, html.indexOf('<title>')) + /<style>[^<]*<\/style>/.exec(html)?.[0]
    expect(new Set(mails.map(([, { html }]) => style(html))).size).toBe(1)
    expect(style(mails[0]?.[1].html)).toMatch(/color-scheme.*prefers-color-scheme: dark.*max-width: 480px/s)
  })

  it('says in its text what its HTML says', async () => {
    const plain = Object.entries(await everyMail('Words of theirs'))
    const words = (html = '') =>
      [...html.slice(html.indexOf('<h1')).matchAll(/>([^<]+)</g)]
        .map(([, text = '']) => text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))).trim())
        .filter((text) => /[a-z]{3}/i.test(text))
    for (const [name, { html, text }] of plain)
      for (const said of words(html).flatMap((one) => one.split(/ · |\n/)))
        expect([name, said, text.includes(said.replace(/^\d+ +/, ''))]).toEqual([name, said, true])
  })
})
