import type { RecoveryCodesJson } from '@mishap/core/client'
import { useState } from 'react'
import { useMe, useSettings } from '../provider/use-queries.js'
import { PasskeysCard } from '../security/passkeys-card.js'
import { PasswordCard } from '../security/password-card.js'
import { ProofProvider } from '../security/proof.js'
import { RecoveryCodesCard } from '../security/recovery-codes-card.js'
import { SessionsCard } from '../security/sessions-card.js'
import { TotpCard } from '../security/totp-card.js'
import { useAuthenticators } from '../security/use-security.js'
import { Loaded } from './loaded.js'
import { ProfilePage } from './profile-page.js'

/** How the reader signs in, and where they are signed in. */
export function SecurityScreen() {
  const me = useMe()
  const byPassword = useSettings().data?.passwordLogin !== false
  return (
    <ProfilePage title="Security">
      <ProofProvider>
        <Loaded query={me} lines={8}>
          {(user) => (
            <>
              {byPassword ? <PasswordCard user={user} /> : null}
              <Factors />
              <SessionsCard />
            </>
          )}
        </Loaded>
      </ProofProvider>
    </ProfilePage>
  )
}

function Factors() {
  const authenticators = useAuthenticators()
  const [codes, setCodes] = useState<RecoveryCodesJson | null>(null)
  return (
    <Loaded query={authenticators} lines={6}>
      {(all) => {
        const about = all.find(({ type }) => type === 'recovery_codes')
        return (
          <>
            <PasskeysCard passkeys={all.filter(({ type }) => type === 'webauthn')} onCodes={setCodes} />
            <TotpCard totp={all.find(({ type }) => type === 'totp') ?? null} onCodes={setCodes} />
            {about === undefined ? null : <RecoveryCodesCard about={about} shown={codes} onShow={setCodes} />}
          </>
        )
      }}
    </Loaded>
  )
}
