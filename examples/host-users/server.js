// An app with users and roles of its own: whoever is signed in to the shop is signed in to Mishap, too.
//
//   npm run build && node examples/host-users/server.js
//
// Open http://localhost:3000/sign-in?as=ada, then /monitoring. Ada owns everything, Ben is a member, Eve sees nothing.
import { createApp, memoryStorage } from '@mishap/core'
import { expressHandler } from '@mishap/http-express'
import express from 'express'
import { webAssets } from 'mishap/web'

const { PORT = '3000' } = process.env
const url = `http://localhost:${PORT}/monitoring`

// Of your database and your session store, usually.
const people = new Map([
  ['ada', { id: '1', email: 'ada@shop.example', name: 'Ada', job: 'lead' }],
  ['ben', { id: '2', email: 'ben@shop.example', name: 'Ben', job: 'developer' }],
  ['eve', { id: '3', email: 'eve@shop.example', name: 'Eve', job: 'customer' }],
])
const ROLE_OF_JOB = { lead: 'owner', developer: 'member' }

/** Whoever the shop has signed in, as Mishap wants to hear it; null for nobody. */
function authenticate(req) {
  const person = people.get(/(?:^|; )shop=(\w+)/.exec(req.headers.cookie ?? '')?.[1])
  if (person === undefined) return null
  const { id, email, name, job } = person
  const role = ROLE_OF_JOB[job]
  return { id, email, name, organizations: role ? [{ slug: 'shop', name: 'The shop', role, teams: ['web'] }] : [] }
}

const mishap = createApp({
  url,
  storage: memoryStorage(),
  web: webAssets(),
  hostAuth: { authenticate, loginUrl: '/sign-in', logoutUrl: '/sign-out' },
})
await mishap.work()

const shop = express()
shop.use('/monitoring', expressHandler(mishap))
shop.get('/', (_req, res) => res.send('The shop'))
shop.get('/sign-in', (req, res) => {
  const { as, next = '/' } = req.query
  if (!people.has(as)) return res.send('Who are you? /sign-in?as=ada, ben or eve')
  // Only paths of this site: anything else would lead people away.
  res.cookie('shop', as, { httpOnly: true, sameSite: 'lax' }).redirect(/^\/(?![/\\])/.test(next) ? next : '/')
})
shop.get('/sign-out', (_req, res) => res.clearCookie('shop').redirect('/'))
const server = shop.listen(Number(PORT), () => console.log(`The shop: http://localhost:${PORT}/sign-in?as=ada`))

process.once('SIGTERM', async () => {
  server.close()
  server.closeAllConnections()
  await mishap.stop()
})
