import { describe, expect, it } from '@jest/globals'
import type { RetentionJson } from '@mishap/core/client'
import { XSS } from '../event/fixtures/hostile-event.js'
import { aKey, aProject, aToken, aUser, minutesAgo } from '../provider/memory/builders.js'
import { acme, renderAcme as render, type Scene } from '../provider/rendered.js'
import { SetupWizard } from '../setup/setup-wizard.js'
import { AppShell } from '../shell/app-shell.js'
import { IngestLogScreen } from './ingest-log-screen.js'
import { LoginScreen } from './login-screen.js'
import { OrganizationSettingsScreen } from './organization-settings-screen.js'
import { ProjectKeysScreen } from './project-keys-screen.js'
import { ProjectLimitsScreen } from './project-limits-screen.js'
import { ProjectSettingsScreen } from './project-settings-screen.js'
import { ProjectSetupScreen } from './project-setup-screen.js'
import { ProjectsScreen } from './projects-screen.js'
import { RetentionSettings } from './retention-settings.js'
import { TokensScreen } from './tokens-screen.js'

type Prefetch = Scene['read']

describe('the set-up', () => {
  const wizard = <SetupWizard />

  it('begins with an account and asks for the token only where the server wants one', async () => {
    const read: Prefetch = (queries) => [queries.settings()]
    const open = await render(wizard, { fixtures: {}, read })
    expect(open.text).toContain('Create account')
    expect(open.text).not.toContain('Set-up token')
    const closed = await render(wizard, {
      at: '/setup?token=abc123',
      fixtures: { settings: { setupTokenRequired: true } },
      read,
    })
    expect(closed.text).toContain('Set-up token')
    expect(closed.html).toContain('value="abc123"')
  })

  it('comes back to the step of the address', async () => {
    const { html, text } = await render(wizard, {
      at: '/setup?step=project&org=acme',
      read: (queries) => [queries.settings(), queries.session(), queries.organizations()],
    })
    expect(html).toContain('aria-current="step"')
    expect(text).toContain('Create project')
  })

  it('shows the DSN, what to do with it and a line for the terminal', async () => {
    const { text } = await render(<ProjectSetupScreen org="acme" project="shop-api" />, {
      fixtures: { ...acme, projects: [aProject({ firstEvent: null })] },
      read: (queries) => [queries.project('acme', 'shop-api'), queries.keys('acme', 'shop-api')],
    })
    expect(text.match(/https:\/\/\w{32}@errors\.example\.com\/1/g)?.length).toBeGreaterThanOrEqual(2)
    expect(text).toContain('Waiting for the first event')
    expect(text).toContain('npm install @sentry/node')
    expect(text).toContain('/api/1/store/?sentry_key=')
  })
})

describe('the other screens', () => {
  it('list projects with the state of each', async () => {
    const projects = [
      aProject(),
      aProject({ id: '2', slug: 'web', name: 'Web <b>', platform: 'cobol', firstEvent: null }),
    ]
    const { html, text } = await render(<ProjectsScreen org="acme" />, {
      fixtures: { ...acme, projects },
      read: (queries) => [queries.projects('acme')],
    })
    expect(html).toContain('href="/acme/issues?project=2"')
    expect(html).toContain('Web &lt;b&gt;')
    expect(text).toContain('Waiting for its first event')
  })

  it('keep a platform that is not offered', async () => {
    const { html } = await render(<ProjectSettingsScreen org="acme" project="shop-api" />, {
      fixtures: { ...acme, projects: [aProject({ platform: 'cobol' })] },
      read: (queries) => [queries.project('acme', 'shop-api')],
    })
    expect(html).toContain('<option value="cobol" selected="">cobol</option>')
  })

  it('show the addresses that a key opens, and how an app reports there', async () => {
    const { text } = await render(<ProjectKeysScreen org="acme" project="shop-api" />, {
      read: (queries) => [queries.project('acme', 'shop-api'), queries.keys('acme', 'shop-api')],
    })
    expect(text).toContain('https://4f1d3a0c9b7e4c52a1f08d6e2b3c4d5e@errors.example.com/1')
    expect(text).toContain('https://errors.example.com/api/1/minidump/?sentry_key=4f1d3a0c9b7e4c52a1f08d6e2b3c4d5e')
    expect(text).toContain('npm install @sentry/node')
  })

  it('offer no snippet with a key that is switched off', async () => {
    const { text } = await render(<ProjectKeysScreen org="acme" project="shop-api" />, {
      change: () => ({
        listKeys: async () => ({ items: [aKey({ isActive: false })], hits: 1, next: null, previous: null }),
      }),
      read: (queries) => [queries.project('acme', 'shop-api'), queries.keys('acme', 'shop-api')],
    })
    expect(text).toContain('Switched off')
    expect(text).not.toContain('npm install')
  })

  it('show what a key is called, to the letter', async () => {
    const { html, text } = await render(<ProjectKeysScreen org="acme" project="shop-api" />, {
      change: () => ({
        listKeys: async () => ({
          ...{ items: [aKey({ name: 'app\u202efdp', rateLimit: { count: 20_000, window: 7 } })], hits: 1 },
          ...{ next: null, previous: null },
        }),
      }),
      read: (queries) => [queries.project('acme', 'shop-api'), queries.keys('acme', 'shop-api')],
    })
    expect(text).toContain('app[U+202E]fdp')
    expect(text).toContain('20,000 requests in 7 s')
    expect(html).not.toContain('\u202e')
  })

  it('say since when a project is sampled, and what was refused', async () => {
    const limits = {
      normal: { perHour: 1_840, limitPerHour: 9_200 },
      spike: { since: minutesAgo(120), last: minutesAgo(0), sampled: 48_211 },
      refused: [{ category: 'error', outcome: 'rate_limited', reason: 'spike', quantity: 48_211 }],
    }
    const { html, text } = await render(<ProjectLimitsScreen org="acme" project="shop-api" />, {
      fixtures: { ...acme, limits },
      read: (queries) => [queries.project('acme', 'shop-api'), queries.ingestLimits('acme', 'shop-api')],
    })
    expect(text).toContain('48,211 requests not taken since')
    expect(text).toContain('up to 9,200 an hour are taken')
    expect(html).toMatch(/<input type="checkbox"[^>]*checked=""/)
  })

  it('say what a project holds, within which limits', async () => {
    const show = async (retention: Partial<RetentionJson>) => {
      const { html, text } = await render(<RetentionSettings org="acme" project="shop-api" />, {
        fixtures: { ...acme, retention },
        read: (queries) => [queries.retention('acme', 'shop-api')],
      })
      return { html, text: text }
    }
    const held = { events: 600, payloads: 500, bytes: 2_000_000, oldestDay: '2026-01-03', defaultMaxEvents: 1000 }
    const usual = await show(held)
    for (const part of ['600 of 1,000', '2 MB of 4.3 GB', '500; of the others', 'Jan 3, 2026', 'has it: 1,000'])
      expect(usual.text).toContain(part)
    expect(usual.text).not.toContain('Above its limit')
    expect(usual.html).not.toContain('type="number"')
    const own = await show({ ...held, maxEvents: 0, maxBytes: 1_000_000 })
    expect(own.text).toContain('600 without limit')
    expect(own.text).toContain('Above its limit')
    expect(own.html).toMatch(/type="number"[^>]*value="1"/)
  })

  it('tell of the last requests what became of them and what to do about it', async () => {
    const taken = { at: minutesAgo(1), outcome: 'accepted', reason: '', sdk: 'a.sdk/1', items: ['event'], bytes: 2048 }
    const refused = { ...taken, outcome: 'invalid', reason: 'unknown_key', sdk: XSS, items: [] }
    const { html, text } = await render(<IngestLogScreen org="acme" project="shop-api" />, {
      fixtures: { ...acme, requests: [taken, refused] },
      read: (queries) => [queries.project('acme', 'shop-api'), queries.ingestLog('acme', 'shop-api')],
    })
    expect(text).toContain('event · a.sdk/1')
    expect(text).toContain('The DSN belongs to another server')
    expect(html).not.toContain('<img')
  })

  it('show the limits of an organization', async () => {
    const { html, text } = await render(<OrganizationSettingsScreen org="acme" />, {
      read: (queries) => [queries.organization('acme')],
    })
    expect(text).toContain('Rate of the organization')
    expect(html).not.toContain('<fieldset disabled')
  })

  it('list tokens without their values', async () => {
    const { html, text } = await render(<TokensScreen />, {
      fixtures: { ...acme, tokens: [aToken({ label: XSS, token: 'secret' })] },
      read: (queries) => [queries.tokens()],
    })
    expect(html).toContain('&lt;img src=x')
    expect(html).not.toContain('secret')
    expect(text).toContain('project:releases')
  })

  it('ask who one is', async () => {
    const { html } = await render(<LoginScreen />, {
      fixtures: { user: aUser() },
      read: (queries) => [queries.settings()],
    })
    expect(html).toContain('autoComplete="current-password"')
  })

  it('stand in a frame that marks where one is', async () => {
    const { html, text } = await render(
      <AppShell org="acme">
        <p>page</p>
      </AppShell>,
      { at: '/acme/projects', read: (queries) => [queries.organizations(), queries.me(), queries.settings()] },
    )
    expect(html).toMatch(
      /<a [^>]*aria-current="page"[^>]*title="Projects"|<a [^>]*title="Projects"[^>]*aria-current="page"/,
    )
    expect(html.match(/aria-current="page"/g)).toHaveLength(1)
    expect(text).toContain('New organization')
  })
})
