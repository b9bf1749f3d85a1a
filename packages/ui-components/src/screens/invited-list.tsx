import { visibleText } from '@mishap/core/format'
import { Button, Code, Icon } from '../primitives/index.js'
import css from './members.module.css'
import settings from './settings.module.css'

/** What became of an invitation. */
export interface Invited {
  readonly email: string
  /** To hand over; null where it went by mail. */
  readonly link: string | null
  readonly error: Error | null
}

export interface InvitedListProps {
  readonly invited: readonly Invited[]
  readonly onClose: () => void
}

/** Who was invited and how, with links that are shown this once. */
export function InvitedList({ invited, onClose }: InvitedListProps) {
  const hasLinks = invited.some(({ link }) => link !== null)
  const failed = invited.filter(({ error }) => error !== null).length
  return (
    <section aria-label="Invitations" className={failed === invited.length ? css.refused : settings.made}>
      <p role="status">
        <Icon name={failed === invited.length ? 'alert' : 'check'} size={14} />{' '}
        {hasLinks ? (
          <>
            <b>Hand over the links.</b> Each works once, for 15 days, and cannot be shown again.
          </>
        ) : (
          summaryOf(invited.length - failed, failed)
        )}
      </p>
      <ul className={css.invited}>
        {invited.map(({ email, link, error }) => (
          <li key={email}>
            <p className={settings.word}>
              <b>
                <bdi>{visibleText(email)}</bdi>
              </b>{' '}
              {error === null ? (
                <span className={settings.note}>{link === null ? 'A mail is on its way.' : null}</span>
              ) : (
                <span className={css.failed}>
                  <Icon name="alert" size={13} /> {visibleText(error.message)}
                </span>
              )}
            </p>
            {link === null ? null : (
              <Code isBlock isWrapped>
                {link}
              </Code>
            )}
          </li>
        ))}
      </ul>
      <Button size="sm" variant="ghost" onClick={onClose}>
        {hasLinks ? 'I have them' : 'Close'}
      </Button>
    </section>
  )
}

function summaryOf(sent: number, failed: number): string {
  if (sent === 0) return 'Nobody was invited.'
  const invited = sent === 1 ? 'One person is invited.' : `${sent} people are invited.`
  return failed === 0 ? invited : `${invited} ${failed} could not be.`
}
