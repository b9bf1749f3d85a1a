import { describe, expect, it } from '@jest/globals'
import { PLATFORMS, platformOf, searchPlatforms } from './platforms.js'
import { double, doubleWithoutExpressions, doubleWithoutVariables, property, shell, single, xml } from './quote.js'

const DSN = 'https://0123456789abcdef0123456789abcdef@errors.example.com/monitoring/7'
const textOf = (id: string, dsn: string) =>
  platformOf(id)
    ?.snippet(dsn)
    .map((step) => step.code)
    .join('\n') ?? ''

describe('the platforms', () => {
  it('are many, and none stands there twice', () => {
    expect(PLATFORMS.length).toBeGreaterThanOrEqual(25)
    expect(new Set(PLATFORMS.map(({ id }) => id)).size).toBe(PLATFORMS.length)
    expect(new Set(PLATFORMS.map(({ name }) => name)).size).toBe(PLATFORMS.length)
  })

  it('are found by name, by id and by the language that they belong to', () => {
    const found = (typed: string) => searchPlatforms(typed).map(({ name }) => name)
    expect(found('djan')).toEqual(['Django'])
    expect(found('golang')).toEqual(['Go'])
    expect(found('PYTHON')).toContain('FastAPI')
    expect(found('ios')).toContain('Swift')
    expect(found('')).toHaveLength(PLATFORMS.length)
    expect(found('cobol')).toEqual([])
  })
})

describe.each(PLATFORMS.map(({ id }) => id))('the snippet for %s', (id) => {
  it('holds the DSN', () => {
    expect(textOf(id, DSN)).toContain(DSN)
  })

  it('says what to do in steps with something to copy', () => {
    const steps = platformOf(id)?.snippet(DSN) ?? []
    expect(steps.length).toBeGreaterThan(0)
    for (const step of steps) {
      expect(step.title).not.toBe('')
      expect(step.code).toBe(step.code.trim())
      expect(step.code).not.toContain('undefined')
    }
  })
})

describe('a DSN in a snippet', () => {
  // A properties file has no quotes: everything up to the end of the line is the value.
  const quoted = PLATFORMS.map(({ id }) => id).filter((id) => id !== 'java-spring-boot')

  it.each(quoted)('stays inside its quotes for %s', (id) => {
    const evil = `x'"\`;$(id)#{id}$id</script>&\\`
    expect(textOf(id, evil)).not.toContain(evil)
  })
})

describe('quoting', () => {
  it('keeps everything on one line', () => {
    for (const quote of [single, double, shell, xml, property]) expect(quote('a\r\nb\nc')).not.toMatch(/[\r\n]/)
  })

  it('escapes what ends a string in each language', () => {
    expect(single("it's \\ here")).toBe("'it\\'s \\\\ here'")
    expect(double('say "x" \\')).toBe('"say \\"x\\" \\\\"')
    expect(doubleWithoutVariables('$HOME "x"')).toBe('"\\$HOME \\"x\\""')
    expect(doubleWithoutExpressions('#{1 + 1}')).toBe('"\\#{1 + 1}"')
    expect(shell("a'b$(id)")).toBe("'a'\\''b$(id)'")
    expect(xml('<a href="x">&')).toBe('"&lt;a href=&quot;x&quot;&gt;&amp;"')
  })
})
