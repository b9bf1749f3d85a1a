import type { OrganizationDetailJson } from '@mishap/core/client'
import { LeaveCard, OrganizationDeletion, OwnershipCard } from './organization-ends.js'
import { AccessCard, LimitsCard, NameCard, PrivacyCard } from './organization-general.js'
import { OrganizationPage, type OrganizationScreenProps } from './organization-page.js'
import css from './settings.module.css'
import { WhoCanHelp } from './who-can-help.js'

/** An organization's name, who gets in, how much its projects may send, who owns it, and its end. */
export function OrganizationSettingsScreen({ org }: OrganizationScreenProps) {
  return (
    <OrganizationPage org={org} title="Settings">
      {(organization) => <Settings key={organization.id} saved={organization} />}
    </OrganizationPage>
  )
}

function Settings({ saved }: { readonly saved: OrganizationDetailJson }) {
  const mayChange = saved.access.includes('org:write')
  return (
    <>
      {mayChange ? null : (
        <WhoCanHelp org={saved.slug} least="manager">
          Only managers and owners change these.
        </WhoCanHelp>
      )}
      <fieldset disabled={!mayChange} className={css.plain}>
        <legend className="mh-hidden">Settings of the organization</legend>
        <NameCard saved={saved} />
        <AccessCard saved={saved} />
        <LimitsCard saved={saved} />
        <PrivacyCard saved={saved} />
      </fieldset>
      <OwnershipCard organization={saved} />
      <LeaveCard organization={saved} />
      {mayChange ? <OrganizationDeletion organization={saved} /> : null}
    </>
  )
}
