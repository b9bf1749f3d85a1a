import { describe, expect, it } from '@jest/globals'
import { lineLogger } from './console-logger.js'

function recording(format: 'text' | 'json', level?: 'debug') {
  const lines: string[] = []
  return { logger: lineLogger({ format, write: (line) => lines.push(line), ...(level && { level }) }), lines }
}

describe('the text logger', () => {
  it('writes a sentence and its fields on one line', () => {
    const { logger, lines } = recording('text')
    logger.info('Listening', { url: 'http://localhost:8000', data: 'my data', count: 3, none: null })
    logger.warn('The storage is away', { error: new Error('refused', { cause: new Error('ECONNREFUSED') }) })
    expect(lines).toEqual([
      'Listening url=http://localhost:8000 data="my data" count=3 none=null',
      'warn: The storage is away error="refused: ECONNREFUSED"',
    ])
  })

  it('leaves debug entries out unless it is asked for them', () => {
    const calm = recording('text')
    const chatty = recording('text', 'debug')
    for (const { logger } of [calm, chatty]) logger.debug('detail')
    expect([calm.lines, chatty.lines]).toEqual([[], ['debug: detail']])
  })

  it('lets no field begin a line or steer the terminal', () => {
    const { logger, lines } = recording('text')
    logger.info('From outside\r\ninfo: forged', { name: 'a\nb\u001b[2J' })
    expect(lines).toHaveLength(1)
    expect(lines[0]).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
  })
})

describe('the JSON logger', () => {
  it('writes an object a line, errors with their reasons', () => {
    const { logger, lines } = recording('json')
    logger.error('It broke', { projectId: '7', error: new Error('a', { cause: new Error('b') }), size: 5n })
    expect(JSON.parse(lines[0]!)).toMatchObject({
      level: 'error',
      message: 'It broke',
      projectId: '7',
      error: { message: 'a: b', stack: expect.stringContaining('console-logger.test') },
      size: '5',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    })
  })

  it('still writes the sentence when a field cannot be written', () => {
    const { logger, lines } = recording('json')
    const cycle: Record<string, unknown> = {}
    cycle.self = cycle
    logger.info('Cyclic', { cycle })
    expect(JSON.parse(lines[0]!)).toMatchObject({ message: 'Cyclic' })
  })
})
