import { compare } from '../compare.mjs'
import { createLedger } from '../ledger.mjs'
import { startLoad } from '../load.mjs'
import { makeProject, runCommand, sleep, startServer, until } from '../server.mjs'
import { ownRedis, withClient } from '../services.mjs'

/** PostgreSQL takes everything but one issue, until it is mended. */
const POISON = `
  create function mishap.refuse() returns trigger language plpgsql as
    $$begin raise exception 'this one is poison'; end$$;
  create trigger poison before insert on mishap.events for each row
    when (new.culprit like '%fault3%') execute function mishap.refuse();`
/** Every batch is halved down to each poisoned event. */
const PATIENCE_MS = 180_000
const ANTIDOTE = 'drop function mishap.refuse cascade'

/** Poisoned events of each buffer are set aside beside neighbours that are stored, listed, and stored by a replay. */
export async function poison({ postgres, tempDir, closers }) {
  const redis = await ownRedis()
  closers.push(redis.stop)
  const onJournal = await poisoned({
    postgres,
    closers,
    name: 'poison_journal',
    buffer: { MISHAP_DATA_DIR: tempDir() },
  })
  const onRedis = await poisoned({
    postgres,
    closers,
    name: 'poison_redis',
    buffer: { MISHAP_DATA_DIR: tempDir(), REDIS_URL: redis.url, MISHAP_BUFFER: 'redis' },
  })
  return { onJournal, onRedis }
}

async function poisoned({ postgres, closers, name, buffer }) {
  const databaseUrl = await postgres.newDatabase(name)
  const server = await startServer({ env: { ...buffer, DATABASE_URL: databaseUrl } })
  closers.push(server.stop)
  await withClient(databaseUrl, (client) => client.query(POISON))
  const ledger = createLedger()
  const project = await makeProject(server.url)
  const load = startLoad({ urls: [server.url], project, ledger, closers, withSdk: false })
  await sleep(1_500)
  // Each sender meets the poisoned issue once in seven turns.
  await until(() => ledger.acknowledged.size > 40, 90_000, 'events are taken')
  await load.stop()
  const stored = () => withClient(databaseUrl, countEvents)
  const dead = async () => (await runCommand(['buffer', 'dead', '--limit', '10000'], buffer)).dead
  const onRedis = buffer.REDIS_URL !== undefined
  const complete = async () => {
    aside = await dead()
    return (await stored()) + aside.length >= ledger.acknowledged.size
  }
  let aside = []
  for (const deadline = Date.now() + PATIENCE_MS; ; await sleep(500)) {
    // A journal is the server's own while it runs.
    if (!onRedis) await server.stop()
    const isComplete = await complete()
    if (!onRedis && !isComplete) await server.start()
    if (isComplete) break
    if (Date.now() > deadline) throw new Error(`of ${ledger.acknowledged.size} events only ${aside.length} are aside`)
  }
  if (!aside.every(({ error }) => error.includes('this one is poison')))
    throw new Error('an event is aside for nothing')
  await withClient(databaseUrl, (client) => client.query(ANTIDOTE))
  const { replayed } = await runCommand(['buffer', 'replay'], buffer)
  if (!onRedis) await server.start()
  const figures = await compare({ databaseUrl, ledger, buffer })
  if (replayed === 0 || replayed !== aside.length) throw new Error(`${replayed} replayed of ${aside.length}`)
  await server.stop()
  return { aside: aside.length, replayed, ...figures }
}

async function countEvents(client) {
  return Number((await client.query('select count(*) from mishap.events')).rows[0].count)
}
