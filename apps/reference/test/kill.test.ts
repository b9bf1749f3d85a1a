import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'

describe('a server that is killed under load', () => {
  it('has every event that it acknowledged exactly once', () => {
    const script = join(__dirname, '..', '..', '..', 'scripts', 'kill-test.mjs')
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--rounds', '2', '--seconds', '2'], {
      encoding: 'utf8',
    })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain('every acknowledged event is there exactly once')
    expect(Number(/^(\d+) acknowledged/m.exec(stdout)?.[1])).toBeGreaterThan(100)
  }, 90_000)
})
