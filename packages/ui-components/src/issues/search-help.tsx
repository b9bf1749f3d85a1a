import { Button, Code } from '../primitives/index.js'
import css from './issue-search.module.css'

const EXAMPLES: readonly { readonly clause: string; readonly means: string }[] = [
  { clause: 'level:[error,fatal]', means: 'of one of these levels' },
  { clause: 'assigned:me', means: 'yours; none is nobody’s, #team a team’s' },
  { clause: 'first_seen:-24h', means: 'first seen within the last day; also last_seen' },
  { clause: 'users:>100', means: 'more than 100 users; times_seen counts events' },
  { clause: '!browser:Safari*', means: '! leaves out; * is any run of characters' },
  { clause: 'environment:production', means: 'any tag by its name; exact' },
  { clause: 'release:"my app@1.4"', means: 'values with spaces in quotation marks' },
  { clause: 'has:user.email', means: 'with some value of that tag' },
  { clause: 'checkout timeout', means: 'all of these words in title, place, message or stack' },
  { clause: '(checkout OR cart)', means: 'one or the other' },
  { clause: '"connection refused"', means: 'these words as they stand' },
]

/** The search language by example; each can be put into the field. */
export function SearchHelp({ onPick }: { readonly onPick: (clause: string) => void }) {
  return (
    <section aria-label="How to search" className={css.help}>
      <p>Everything that is asked for must hold. The id of an event finds its issue.</p>
      <ul className={css.examples}>
        {EXAMPLES.map(({ clause, means }) => (
          <li key={clause} className={css.example}>
            <Button size="sm" variant="ghost" className={css.pick} onClick={() => onPick(clause)}>
              <Code>{clause}</Code>
            </Button>
            <span>{means}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
