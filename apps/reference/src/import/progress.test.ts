import { describe, expect, it } from '@jest/globals'
import { progressView } from './progress.js'

function aTerminal(isTTY: boolean, columns = 80) {
  const written: string[] = []
  let now = 0
  const view = progressView({ isTTY, columns, write: (text) => written.push(text) }, () => now)
  return {
    view,
    written,
    pass: (ms: number) => {
      now += ms
    },
  }
}

const about = { organization: 'acme', kind: 'projects', projects: null } as const

describe('progress on a terminal', () => {
  it('is a bar on one line, drawn anew a few times a second, and gone in the end', () => {
    const { view, written, pass } = aTerminal(true)
    pass(1000)
    view.show({ ...about, done: 10, total: 40 })
    view.show({ ...about, done: 11, total: 40 })
    pass(200)
    view.show({ ...about, done: 40, total: 40 })
    view.end()
    expect(written).toEqual([
      '\r\u001b[Kacme  projects  ██████░░░░░░░░░░░░░░░░░░  10/40',
      '\r\u001b[Kacme  projects  ████████████████████████  40/40',
      '\r\u001b[K',
    ])
  })

  it('goes by projects where nobody knows how many things there are', () => {
    const { view, written, pass } = aTerminal(true)
    pass(1000)
    view.show({ ...about, kind: 'issues', done: 345, total: null, projects: { done: 12, total: 24 } })
    expect(written[0]).toContain('████████████░░░░░░░░░░░░  345, project 13 of 24')
  })

  it('leaves room for what is said, and never more than the line', () => {
    const { view, written, pass } = aTerminal(true, 24)
    pass(1000)
    view.show({ ...about, done: 1, total: 2 })
    view.say('Waits 2 s')
    expect(written[0]?.length).toBeLessThan(30)
    expect(written[1]).toMatch(/^\r\u001b\[KWaits 2 s\nacme/)
  })
})

describe('progress without a terminal', () => {
  it('is a line for each kind that is through, and now and then one for a long one', () => {
    const { view, written, pass } = aTerminal(false)
    view.show({ ...about, done: 1, total: 40 })
    pass(20_000)
    view.show({ ...about, done: 20, total: 40 })
    view.show({ ...about, done: 21, total: 40 })
    view.say('Waits 2 s')
    view.show({ ...about, done: 40, total: 40 })
    view.end()
    expect(written).toEqual(['acme: projects 20 of 40 so far\n', 'Waits 2 s\n', 'acme: projects 40\n'])
  })
})
