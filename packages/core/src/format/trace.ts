import type { EventJson, ExceptionJson, FrameJson } from '../client/event-types.js'
import { type ChainedException, exceptionChain, exceptionTitle } from './chain.js'
import { exceptionsOf, messageOf, threadFrames } from './entries.js'
import { failingLine, frameFile, frameFunction } from './frame.js'
import { lookup } from './lookup.js'

type FrameWriter = (frame: FrameJson, index: number) => string

const javascript: FrameWriter = (frame) => {
  const name = frameFunction(frame)
  return name === null ? `    at ${place(frame)}` : `    at ${name} (${place(frame)})`
}

/** How the runtime itself would have printed the frame. */
const WRITERS: Readonly<Record<string, FrameWriter>> = {
  python: (frame) => {
    const line = failingLine(frame)?.trim()
    return `  File "${frameFile(frame) ?? '?'}", line ${frame.lineNo ?? '?'}, in ${frameFunction(frame) ?? '<module>'}${
      line ? `\n    ${line}` : ''
    }`
  },
  javascript,
  java: (frame) => {
    const file = frame.filename || 'Unknown Source'
    const name = [frame.module, frameFunction(frame) ?? '<unknown>'].filter(Boolean).join('.')
    return `\tat ${name}(${file}${frame.lineNo == null ? '' : `:${frame.lineNo}`})`
  },
  csharp: (frame) => {
    const name = [frame.module, frameFunction(frame) ?? '<unknown>'].filter(Boolean).join('.')
    const file = frame.absPath || frame.filename
    return `   at ${name}${file ? ` in ${file}${frame.lineNo == null ? '' : `:line ${frame.lineNo}`}` : ''}`
  },
  go: (frame) => {
    const name = [frame.module, frameFunction(frame) ?? '?'].filter(Boolean).join('.')
    return `${name}(...)\n\t${frame.absPath || frameFile(frame) || '?'}${frame.lineNo == null ? '' : `:${frame.lineNo}`}`
  },
  ruby: (frame, index) => `${index === 0 ? '' : '\tfrom '}${place(frame)}:in '${frameFunction(frame) ?? '<main>'}'`,
  php: (frame, index) =>
    `#${index} ${frame.absPath || frameFile(frame) || '[internal function]'}${
      frame.lineNo == null ? '' : `(${frame.lineNo})`
    }: ${frameFunction(frame) ?? '{main}'}()`,
  rust: (frame, index) =>
    `${String(index).padStart(4)}: ${[frame.module, frameFunction(frame) ?? '<unknown>'].filter(Boolean).join('::')}\n             at ${place(frame)}`,
  native: (frame, index) =>
    [
      String(index).padEnd(3),
      frame.package?.split(/[\\/]/).at(-1) ?? '?',
      frame.instruction_addr ?? '',
      frameFunction(frame) ?? frame.symbol_addr ?? '<unknown>',
      frame.filename ? `(${place(frame)})` : '',
    ]
      .filter(Boolean)
      .join(' '),
}

const SAME_AS: Readonly<Record<string, string>> = {
  node: 'javascript',
  kotlin: 'java',
  groovy: 'java',
  android: 'java',
  cocoa: 'native',
  objc: 'native',
  swift: 'native',
  c: 'native',
}

/** One frame as its runtime prints it; platforms that are not known as JavaScript does. May be two lines. */
export function formatFrame(frame: FrameJson, platform: string | null | undefined, index = 0): string {
  return writerOf(frame.platform ?? platform)(frame, index)
}

/** All exceptions with their stacks as plain text, in the manner of the event's runtime. */
export function plainTrace(event: Pick<EventJson, 'entries' | 'message' | 'platform'>): string {
  const chain = exceptionChain(exceptionsOf(event))
  if (chain.length === 0) {
    const frames = threadFrames(event)
    return [messageOf(event), ...framesText(frames, event.platform)].filter((line) => line !== '').join('\n')
  }
  return family(event.platform) === 'python' ? pythonTrace(chain, event.platform) : nestedTrace(chain, event.platform)
}

function pythonTrace(chain: readonly ChainedException[], platform: string | null): string {
  // Python prints what happened first at the top.
  const blocks: string[] = []
  for (const { exception, link } of [...chain].reverse()) {
    blocks.push([...pythonHead(exception), ...framesText(framesOf(exception), platform), titleOf(exception)].join('\n'))
    if (link !== null) blocks.push(PYTHON_LINKS[link])
  }
  return blocks.join('\n\n')
}

const PYTHON_LINKS = {
  cause: 'The above exception was the direct cause of the following exception:',
  context: 'During handling of the above exception, another exception occurred:',
  member: 'The above exception is a member of the following group:',
} as const

function pythonHead(exception: ExceptionJson): readonly string[] {
  return framesOf(exception).length === 0 ? [] : ['Traceback (most recent call last):']
}

function nestedTrace(chain: readonly ChainedException[], platform: string | null): string {
  return chain
    .flatMap(({ exception, link, sentence, depth }) => {
      const lead = link === null ? '' : `${capitalized(sentence)}: `
      const lines = [lead + titleOf(exception), ...framesText(framesOf(exception), platform)]
      const indent = '  '.repeat(depth)
      return indent === '' ? lines : lines.flatMap((text) => text.split('\n')).map((text) => indent + text)
    })
    .join('\n')
}

function framesText(frames: readonly FrameJson[], platform: string | null): readonly string[] {
  const ordered = family(platform) === 'python' ? frames : [...frames].reverse()
  return ordered.map((frame, index) => formatFrame(frame, platform, index))
}

function framesOf(exception: ExceptionJson): readonly FrameJson[] {
  return exception.stacktrace?.frames ?? []
}

function titleOf(exception: ExceptionJson): string {
  const { module, type } = exception
  return exceptionTitle(
    module && type && !type.includes(module) ? { ...exception, type: `${module}.${type}` } : exception,
  )
}

function place(frame: FrameJson): string {
  const file = frame.absPath || frameFile(frame) || '<anonymous>'
  const line = frame.lineNo == null ? '' : `:${frame.lineNo}`
  return `${file}${line}${line === '' || frame.colNo == null ? '' : `:${frame.colNo}`}`
}

function family(platform: string | null | undefined): string {
  const name = platform?.toLowerCase() ?? ''
  return lookup(SAME_AS, name) ?? name
}

function writerOf(platform: string | null | undefined): FrameWriter {
  return lookup(WRITERS, family(platform)) ?? javascript
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
