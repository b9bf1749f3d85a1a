import { gzipSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import { aStatusComponent, aStatusView } from '../../../testing/status-view.js'
import { escapeHtml, html } from '../html.js'
import { inkOn, readableAccent } from './colors.js'
import { markdown } from './markdown.js'
import { renderStatusPage } from './page.js'

const HOSTILE = `"><script>alert(1)</script><img src=x onerror='alert(1)'>\u202e\0`
const render = (view: ReturnType<typeof aStatusView>, isEmbedded = false) =>
  renderStatusPage(view, { base: '/status/acme/shop/', isEmbedded }).body

describe('a template', () => {
  it('escapes whatever is not HTML already', () => {
    expect(html`<b title="${HOSTILE}">${HOSTILE}${html`<i>`}${null}${[html`a`, html`b`]}</b>`.toString()).toBe(
      `<b title="${escapeHtml(HOSTILE)}">${escapeHtml(HOSTILE)}<i>ab</b>`,
    )
    expect(escapeHtml(HOSTILE)).not.toMatch(/[<>"'\0]/)
  })
})

describe('the markdown of an update', () => {
  it('makes no HTML of anybody’s, and no links but to pages', () => {
    const text = `# A **b**\n\n<script>x</script>\n\n- [evil](javascript:alert(1))\n- [good](https://example.com/?a=1&b="2")\n\n\`\`\`\n</code><b>\n\`\`\``
    const made = markdown(text).toString()
    expect(made).toContain('&#60;script&#62;')
    expect(made).not.toContain('<script')
    expect(made).not.toContain('href="javascript')
    expect(made).toContain('<a href="https://example.com/?a=1&#38;b=%222%22"')
    expect(made).toContain('<pre tabindex="0"><code>&#60;/code&#62;&#60;b&#62;')
  })
})

describe('a status page', () => {
  it('is at most 15 KB over the wire with its script for twenty monitors that have all seen trouble', () => {
    const sections = [0, 1, 2, 3].map((group) => ({
      ...{ name: `Group ${group}`, isCollapsed: false },
      components: Array.from({ length: 5 }, (_, index) =>
        aStatusComponent({
          ...{ id: `${group * 5 + index}`, name: `Service ${group}-${index}`, description: 'What customers see of it' },
          ...{ status: index === 0 ? 'down' : 'up', latencyMs: 100 + index },
          troubles: [3 * index + 7, 40 + group, 88],
        }),
      ),
    }))
    const body = render(aStatusView({ sections }))
    expect(gzipSync(body, { level: 9 }).length).toBeLessThan(15_000)
  })

  it('shows whatever is in names, titles and updates as text', () => {
    const name = HOSTILE
    const view = aStatusView({
      sections: [{ name, isCollapsed: true, components: [aStatusComponent({ name, description: name })] }],
      incidents: [
        {
          ...{ id: '1', title: name, severity: 'down', startedAt: new Date(0), resolvedAt: null, affects: [name] },
          updates: [{ id: '1', at: new Date(0), stage: 'identified', text: name }],
        },
      ],
      maintenance: [
        { id: '1', title: name, text: name, start: new Date(0), end: new Date(1), isActive: true, affects: [name] },
      ],
    })
    const shown = render({ ...view, page: { ...view.page, name, description: name, homepage: 'javascript:alert(1)' } })
    expect(shown.match(/<script/g)).toHaveLength(1)
    expect(shown).not.toMatch(/<img|href="javascript/)
  })

  it.each([
    [['up', 'up'], 'All systems are up'],
    [['up', 'degraded'], 'Some systems are slow'],
    [['up', 'down', 'maintenance'], 'Some systems are down'],
    [['down', 'down'], 'All systems are down'],
    [['up', 'maintenance'], 'Maintenance is under way'],
    [['unknown'], 'Nothing is known yet'],
    [[], 'Nothing is known yet'],
  ] as const)('of %j says %j', (statuses, text) => {
    const components = statuses.map((status) => aStatusComponent({ status }))
    expect(render(aStatusView({ sections: [{ name: '', isCollapsed: false, components }] }))).toContain(text)
  })

  it('reads out what the bars show, and never rounds up to a whole', () => {
    const quiet = aStatusComponent({ name: 'Shop', troubles: [] })
    const loud = aStatusComponent({ name: 'API', troubles: [89], uptime: { day: 0.999, month: 1, quarter: 0.99999 } })
    const body = render(aStatusView({ sections: [{ name: '', isCollapsed: false, components: [quiet, loud] }] }))
    expect(body).toContain('aria-label="Shop: no trouble in the last 90 days"')
    expect(body).toContain('aria-label="API: trouble on 1 of the last 90 days: 2026-03-01 down for 30 min"')
    expect(body).toContain('99.99 % uptime')
  })

  it('embedded in another shows no head, foot or past', () => {
    const body = render(aStatusView(), true)
    expect(body).toContain('role="status"')
    expect(body).not.toMatch(/<header|<footer|Past incidents/)
  })

  it('has an accent that can be read on its ground', () => {
    expect(readableAccent('#ffff00', 'light')).not.toBe('#ffff00')
    expect(readableAccent('#000080', 'light')).toBe('#000080')
    expect(readableAccent('#000080', 'dark')).not.toBe('#000080')
    expect([inkOn('#000080'), inkOn('#ffff00')]).toEqual(['#fff', '#000'])
  })
})
