import type { ReactNode } from 'react'
import { Code } from '../primitives/index.js'
import css from './grammar-help.module.css'

interface Entry {
  readonly code: string
  readonly about: ReactNode
}

interface GrammarHelpProps {
  readonly title: string
  readonly example: string
  readonly entries: readonly Entry[]
  readonly children: ReactNode
}

/** How rules are written, folded away until somebody asks. */
function GrammarHelp({ title, example, entries, children }: GrammarHelpProps) {
  return (
    <details className={css.help}>
      <summary className={css.summary}>{title}</summary>
      <div className={css.body}>
        <p>{children}</p>
        <Code isBlock>{example}</Code>
        <dl className={css.entries}>
          {entries.map(({ code, about }) => (
            <div key={code} className={css.entry}>
              <dt>
                <code>{code}</code>
              </dt>
              <dd>{about}</dd>
            </div>
          ))}
        </dl>
      </div>
    </details>
  )
}

const OF_ERROR: Entry = {
  code: 'error.type, error.value, error.mechanism',
  about: 'one exception, all of them at once',
}
const OF_FRAME: Entry = {
  code: 'stack.function, stack.module, stack.abs_path, stack.package, app:yes',
  about: 'one frame, all of them at once',
}
const WILDCARDS: Entry = {
  code: '* ? ** !',
  about: 'any text, any character, any folders; ! in front of a matcher turns it round',
}

export function FingerprintHelp() {
  return (
    <GrammarHelp
      title="How fingerprint rules are written"
      example={
        '# The first rule that fits decides.\n' +
        'error.type:TimeoutError stack.function:"pay*" -> payment-timeout, {{ tags.region }}\n' +
        'message:"*connection refused*" !level:warning -> connection-refused title="No connection"\n' +
        'logger:audit -> {{ default }}, {{ transaction }}'
      }
      entries={[
        OF_ERROR,
        OF_FRAME,
        {
          code: 'message, logger, level, release, environment, transaction, platform, sdk, tags.NAME',
          about: 'the event',
        },
        WILDCARDS,
        {
          code: '{{ default }}',
          about: 'what would have grouped the event without the rule; others: type, value, message, function, module',
        },
      ]}
    >
      Matchers, an arrow, and what to group by. Rules are read from the top; <code>#</code> begins a comment, and{' '}
      <code>title=</code> names the issue.
    </GrammarHelp>
  )
}

export function StackHelp() {
  return (
    <GrammarHelp
      title="How stack rules are written"
      example={
        '# All rules that fit are applied, a later one over an earlier.\n' +
        'stack.abs_path:**/generated/** -group\n' +
        'stack.module:acme.framework.* -app\n' +
        '[ stack.function:dispatch ] | stack.function:handle* ^-group\n' +
        'family:native max-frames=5'
      }
      entries={[
        OF_FRAME,
        { ...OF_ERROR, about: 'the exception of the stack' },
        { code: 'family:javascript', about: 'the kind of platform: native, javascript, other, …' },
        WILDCARDS,
        { code: '+app -app', about: 'the frame is, or is not, of your own code' },
        { code: '+group -group', about: 'the frame counts, or does not' },
        { code: '^-group v-group', about: 'so do all frames nearer the crash, or further from it' },
        { code: 'max-frames=N min-frames=N', about: 'how many frames count at most; how many there must be' },
        { code: '[ caller ] | frame', about: 'only where it was called by such a frame; frame | [ callee ] likewise' },
      ]}
    >
      Matchers of a frame, and what becomes of it. They decide which frames of a stack count.
    </GrammarHelp>
  )
}

export function OwnershipHelp() {
  return (
    <GrammarHelp
      title="How ownership rules are written"
      example={
        '# The last rule that fits comes first.\n' +
        'path:src/*              #backend\n' +
        'path:src/checkout/*     ada@example.com #payments\n' +
        'url:https://shop.example.com/checkout/*  #payments\n' +
        'tags.customer:enterprise*  #key-accounts'
      }
      entries={[
        { code: 'path:', about: 'the file of a frame of your own code, whole or from a folder on' },
        { code: 'module:', about: 'its module or package' },
        { code: 'url:', about: 'the address of the request' },
        { code: 'tags.NAME:', about: 'the value of a tag' },
        { code: '* ?', about: 'any text, any character' },
        { code: '#team ada@example.com', about: 'who owns it: teams and members, at most 20 a line' },
      ]}
    >
      What it is about, then who owns it, one rule a line. <code>#</code> and a space begin a comment.
    </GrammarHelp>
  )
}
