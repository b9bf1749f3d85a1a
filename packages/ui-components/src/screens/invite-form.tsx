import type { RoleName } from '@mishap/core/client'
import { counted, visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { Button, Checkbox, Field, TextArea } from '../primitives/index.js'
import { useInviteMembers } from '../provider/use-organization.js'
import { Form, FormActions } from '../setup/form.js'
import type { Invited } from './invited-list.js'
import css from './members.module.css'
import { RoleChoice } from './role-choice.js'
import settings from './settings.module.css'
import { addressesIn, MOST_ADDRESSES } from './typed-addresses.js'

export interface InviteFormProps {
  readonly org: string
  readonly teams: readonly { readonly slug: string }[]
  readonly own: RoleName
  readonly canSendMail: boolean
  readonly onDone: (invited: readonly Invited[]) => void
  readonly onCancel: () => void
}

/** Any number of addresses at once, with one role and the same teams. */
export function InviteForm({ org, teams, own, canSendMail, onDone, onCancel }: InviteFormProps) {
  const [typed, setTyped] = useState('')
  const [role, setRole] = useState<RoleName>('member')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const invite = useInviteMembers(org)
  const addresses = addressesIn(typed)
  const isTooMany = addresses.length > MOST_ADDRESSES
  const submit = () =>
    invite.mutate(
      addresses.map((email) => ({
        email,
        orgRole: role,
        teamRoles: [...chosen].map((teamSlug) => ({ teamSlug })),
      })),
      { onSuccess: onDone },
    )
  const toggle = (slug: string) => {
    const next = new Set(chosen)
    if (!next.delete(slug)) next.add(slug)
    setChosen(next)
  }
  return (
    <Form onSubmit={submit} error={invite.error}>
      <Field
        label="Email addresses"
        hint={
          canSendMail
            ? 'As many as you like, one a line or as you copied them. Each gets a link that works once, for 15 days.'
            : 'As many as you like. This server sends no mail: you get a link for each, to hand over yourself.'
        }
        error={isTooMany ? `${MOST_ADDRESSES} at a time; these are ${addresses.length}.` : undefined}
      >
        <TextArea
          required
          rows={3}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </Field>
      <RoleChoice value={role} onChange={setRole} own={own} />
      {teams.length === 0 ? null : (
        <fieldset>
          <legend className={settings.legend}>Teams</legend>
          <div className={css.teamChoice}>
            {teams.map(({ slug }) => (
              <Checkbox
                key={slug}
                label={<bdi className={settings.word}>{visibleText(slug)}</bdi>}
                checked={chosen.has(slug)}
                onChange={() => toggle(slug)}
              />
            ))}
          </div>
        </fieldset>
      )}
      <FormActions>
        <Button type="submit" variant="primary" busy={invite.isPending} disabled={addresses.length === 0 || isTooMany}>
          {addresses.length > 1 ? `Invite ${counted(addresses.length, 'person', 'people')}` : 'Invite'}
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </FormActions>
    </Form>
  )
}
