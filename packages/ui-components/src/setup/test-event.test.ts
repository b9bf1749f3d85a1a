import { execFileSync } from 'node:child_process'
import { describe, expect, it } from '@jest/globals'
import { curlTestEvent } from './test-event.js'

/** The arguments that a shell would give to curl. */
function argumentsOf(line: string): readonly string[] {
  const script = `curl() { for argument in "$@"; do printf '%s\\0' "$argument"; done; }\n${line}`
  return execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1)
}

describe('the line for a terminal', () => {
  it('sends an error to the store endpoint of the project, under its prefix', () => {
    const [url, , header, , body] = argumentsOf(curlTestEvent('https://k3y@errors.example.com:8443/monitoring/7') ?? '')
    expect(url).toBe('https://errors.example.com:8443/monitoring/api/7/store/?sentry_key=k3y')
    expect(header).toBe('content-type: application/json')
    expect(JSON.parse(body ?? '')).toMatchObject({ exception: { values: [{ type: 'TestError' }] } })
  })

  it('gives a shell nothing to run', () => {
    const line = curlTestEvent("https://k$(touch x)'`id`@h/1") ?? ''
    expect(argumentsOf(line)[0]).toContain('h/api/1/store/')
    expect(argumentsOf(line)).toHaveLength(5)
  })

  it.each(['', 'not a dsn', 'https://h/1', 'https://k@h/', 'https://k@h'])('is not there for %j', (dsn) => {
    expect(curlTestEvent(dsn)).toBeNull()
  })
})
