import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'

function run(script: string, ...args: string[]) {
  const path = join(__dirname, '..', '..', '..', 'scripts', script)
  return spawnSync(process.execPath, [path, ...args], { encoding: 'utf8' })
}

describe('a server that is killed under load', () => {
  it('has every event that it acknowledged exactly once', () => {
    const { status, stdout, stderr } = run('kill-test.mjs', '--rounds', '2', '--seconds', '2')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain('every acknowledged event is there exactly once')
    expect(Number(/^(\d+) acknowledged/m.exec(stdout)?.[1])).toBeGreaterThan(100)
  }, 240_000)
})

describe('processes that are killed while they watch', () => {
  it('check no slot twice, and lose none but the one that was being checked', () => {
    const { status, stdout, stderr } = run('kill-watch-test.mjs', '--seconds', '25')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain('no slot was checked twice')
    expect(Number(/ (\d+) kills/.exec(stdout)?.[1])).toBeGreaterThan(2)
  }, 240_000)
})

describe('processes that are killed while they tell of issues', () => {
  it('lose none, and tell of none under two keys', () => {
    const { status, stdout, stderr } = run('kill-alerts-test.mjs', '--seconds', '12')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain('no issue was lost, and none was told of under two keys')
    expect(Number(/, (\d+) kills/.exec(stdout)?.[1])).toBeGreaterThan(1)
  }, 240_000)
})
