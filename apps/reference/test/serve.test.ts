import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { createClient } from '@mishap/core/client'
import { runCli, startServer, stopServers } from './support/server.js'
import { removeTempDirs, tempDir } from './support/temp-dir.js'
import { ADMIN, ADMIN_ENV, adminOf, until } from './support/world.js'

afterAll(async () => {
  await stopServers()
  removeTempDirs()
})

describe('mishap serve', () => {
  it('says in three lines where it listens, where the data lies and what to do next', async () => {
    const server = await startServer()
    const port = new URL(server.url).port
    expect(server.output().split('\n')).toEqual([
      expect.stringMatching(new RegExp(`^Mishap \\d+\\.\\d+\\.\\d+ listens on http://localhost:${port}$`)),
      expect.stringMatching(new RegExp(`^Data: ${server.dataDir} \\(embedded PostgreSQL \\d+(?:\\.\\d+)?\\)$`)),
      `Set it up: http://localhost:${port}/setup`,
      '',
    ])
    for (const host of ['127.0.0.1', '[::1]'])
      expect((await fetch(`http://${host}:${port}/api/settings/`)).status).toBe(200)
    // As a load balancer asks whether it is up; `fetch` takes anything, too.
    const page = await fetch(`${server.url}/`)
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect((await fetch(`${server.url}/api/0/nothing/`)).headers.get('content-type')).toMatch(/json/)
    expect(await server.stop()).toBe(0)
  })

  it('asks for a token in the set-up link where others can reach it', async () => {
    const server = await startServer({ args: ['--host', '0.0.0.0'] })
    const link = /^Set it up: (\S+)$/m.exec(server.output())?.[1] ?? ''
    const token = new URL(link).searchParams.get('token') ?? ''
    expect(token).toMatch(/^[\da-f]{32}$/)
    const client = createClient({ baseUrl: server.url })
    const account = { email: ADMIN.email, password: ADMIN.password }
    await expect(client.setup(account)).rejects.toMatchObject({ status: 422, fields: { token: expect.any(String) } })
    await expect(client.setup({ ...account, token })).resolves.toMatchObject({ email: ADMIN.email, isSuperuser: true })
    await expect(client.setup({ ...account, token })).rejects.toMatchObject({ status: 403 })
  })

  it('tells every fault of the settings at once and does not start', async () => {
    const { code, stdout, stderr } = await runCli(['serve', '--port', 'x'], { DATABASE_URL: 'no', SECRET_KEY: 'short' })
    expect(code).toBe(1)
    expect(stdout).toBe('')
    expect(stderr.trim().split('\n')).toEqual([
      expect.stringMatching(/^--port: wanted /),
      expect.stringMatching(/^DATABASE_URL: wanted /),
      expect.stringMatching(/^SECRET_KEY: wanted /),
    ])
  })

  it('does not share its data directory with a second server', async () => {
    const server = await startServer()
    const second = await runCli(['serve', '--port', '0', '--data', server.dataDir])
    expect(second).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        new RegExp(`^Another Mishap server \\(process ${server.pid}, ${server.url}\\) uses .*--data\\.\n$`),
      ),
    })
    expect((await fetch(`${server.url}/api/settings/`)).status).toBe(200)
  })

  it('says in a sentence that its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as AddressInfo
    const { code, stderr } = await runCli(['serve', '--port', String(port), '--data', tempDir()])
    expect([code, stderr]).toEqual([
      1,
      `Port ${port} is taken by another program. Stop it, or choose another one with --port.\n`,
    ])
    other.close()
  })

  it('says which database it cannot reach', async () => {
    const { code, stderr } = await runCli(['migrate', '--data', tempDir()], {
      DATABASE_URL: 'postgres://u:secret@127.0.0.1:1/d',
    })
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^The database at 127\.0\.0\.1:1\/d cannot be used: .*mend DATABASE_URL\.\n$/),
    ])
  })

  it('makes the users of the environment once, whatever the number of starts', async () => {
    const first = await startServer({ env: ADMIN_ENV })
    await first.stop()
    const changed = {
      ...ADMIN_ENV,
      MISHAP_USER_1_PASSWORD: 'a new passphrase',
      MISHAP_USER_2_EMAIL: 'robot@example.com',
      MISHAP_USER_2_TOKEN: 'robot-token',
    }
    const second = await startServer({ env: changed, dataDir: first.dataDir })
    const client = createClient({ baseUrl: second.url, token: ADMIN.token })
    expect(await client.getMe()).toMatchObject({ email: ADMIN.email, isSuperuser: true })
    const same = ['--user', ADMIN.email, '--all-scopes', '--value', ADMIN.token]
    const { stdout } = await runCli(['token', 'create', ...same, '--data', first.dataDir, '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ id: '1', token: ADMIN.token })
    const robot = createClient({ baseUrl: second.url, token: 'robot-token' })
    expect(await robot.getMe()).toMatchObject({ email: 'robot@example.com', isSuperuser: true })
    const login = createClient({ baseUrl: second.url })
    await expect(login.login({ email: ADMIN.email, password: ADMIN.password })).rejects.toBeDefined()
  })

  it('stops cleanly while a browser listens to live updates', async () => {
    const server = await startServer({ env: ADMIN_ENV })
    const client = adminOf(server)
    const { slug } = await client.createOrganization({ name: 'Live' })
    const listening = new AbortController()
    let isOpen = false
    const live = client.live(slug, () => {}, {
      signal: listening.signal,
      onState: (state) => {
        isOpen ||= state === 'open'
      },
    })
    await until(async () => isOpen)
    expect(await server.stop()).toBe(0)
    listening.abort()
    await live
  })

  it('runs under npm start, and Ctrl-C stops it with its database', async () => {
    const dataDir = tempDir()
    const root = join(__dirname, '..', '..', '..')
    const child = spawn('npm', ['start', '--silent', '--', '--port', '0', '--data', dataDir], {
      cwd: root,
      // A group of its own, as a terminal gives it; Ctrl-C goes to every process of the group.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        output += chunk
      })
    const exited = new Promise((resolve) => child.once('exit', resolve))
    try {
      await until(
        async () => /^Set it up: /m.test(output),
        () => output,
      )
    } finally {
      process.kill(-(child.pid ?? 0), 'SIGINT')
      await exited
    }
    expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false)
    expect(output).not.toMatch(/error/i)
  }, 240_000)
})
