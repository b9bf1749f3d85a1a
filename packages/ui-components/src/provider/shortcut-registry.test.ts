import { describe, expect, it } from '@jest/globals'
import { createShortcutRegistry } from './shortcut-registry.js'

/** A key press on an element that `closest` finds by these selectors. */
function press(key: string, { on = '', timeStamp = 0, ...more }: Record<string, unknown> = {}) {
  let isPrevented = false
  const target = { closest: (selector: string) => (on !== '' && selector.includes(on as string) ? {} : null) }
  const event = { key, timeStamp, target, ...more, preventDefault: () => (isPrevented = true) }
  return { event: event as unknown as KeyboardEvent, isPrevented: () => isPrevented }
}

function handleAll(registry: ReturnType<typeof createShortcutRegistry>, presses: readonly ReturnType<typeof press>[]) {
  for (const { event } of presses) registry.handle(event)
}

function pressed(run: (registry: ReturnType<typeof createShortcutRegistry>) => void, keys: readonly string[][]) {
  const heard: string[] = []
  const registry = createShortcutRegistry()
  registry.add(keys.map((of) => ({ keys: of, label: '', group: '', run: () => heard.push(of[0] ?? '') })))
  run(registry)
  return heard
}

describe('single keys', () => {
  it('do what they are bound to, and nothing else does it', () => {
    const { event, isPrevented } = press('j')
    expect(pressed((registry) => registry.handle(event), [['j'], ['k']])).toEqual(['j'])
    expect(isPrevented()).toBe(true)
  })

  it('are typed into fields, and left to the browser with a modifier', () => {
    const typed = [press('j', { on: 'textarea' }), press('j', { on: 'dialog[open]' }), press('j', { ctrlKey: true })]
    expect(pressed((registry) => handleAll(registry, typed), [['j']])).toEqual([])
  })

  it('leave Enter to a link that has the focus', () => {
    expect(pressed((registry) => registry.handle(press('Enter', { on: 'a, button' }).event), [['Enter']])).toEqual([])
    expect(pressed((registry) => registry.handle(press('Enter').event), [['Enter']])).toEqual(['Enter'])
  })

  it('make a pair within a second, and are two keys after that', () => {
    const soon = [press('g', { timeStamp: 1000 }), press('i', { timeStamp: 1500 })]
    const late = [press('g', { timeStamp: 1000 }), press('i', { timeStamp: 2500 })]
    const run = (keys: typeof soon) => pressed((registry) => handleAll(registry, keys), [['g i'], ['i']])
    expect(run(soon)).toEqual(['g i'])
    expect(run(late)).toEqual(['i'])
  })

  it('go to whoever bound them last, and back when that is gone', () => {
    const heard: string[] = []
    const registry = createShortcutRegistry()
    const bind = (name: string) =>
      registry.add([{ keys: ['e'], label: name, group: '', run: () => void heard.push(name) }])
    bind('page')
    const remove = bind('dialog')
    registry.handle(press('e').event)
    remove()
    registry.handle(press('e').event)
    expect(heard).toEqual(['dialog', 'page'])
  })

  it('do nothing while they are switched off, and say so once', () => {
    const changes: boolean[] = []
    const registry = createShortcutRegistry({ onEnabledChange: (isOn) => void changes.push(isOn) })
    let heard = 0
    registry.add([{ keys: ['e'], label: '', group: '', run: () => void heard++ }])
    registry.setEnabled(false)
    registry.handle(press('e').event)
    expect([heard, changes]).toEqual([0, [false]])
  })
})
