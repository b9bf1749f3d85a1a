import type { ProviderAccountJson } from '@mishap/core/client'
import { visibleText } from '@mishap/core/format'
import { Button, Card, useToast } from '../primitives/index.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { useSettings } from '../provider/use-queries.js'
import { Loaded } from '../screens/loaded.js'
import settings from '../screens/settings.module.css'
import { isCancelled, ProofProvider } from '../security/proof.js'
import { providerRefusal } from './refusals.js'
import css from './sign-in.module.css'
import { useDisconnectProvider, useProviderAccounts, useProviderSignIn } from './use-sign-in.js'

/** Accounts elsewhere by which the reader signs in, and those that could be connected; nothing where there is no provider. */
export function ConnectedAccounts() {
  return (
    <ProofProvider>
      <Accounts />
    </ProofProvider>
  )
}

function Accounts() {
  const { search } = useNavigation().useLocation()
  const accounts = useProviderAccounts()
  const apps = useSettings().data?.socialApps ?? []
  const signIn = useProviderSignIn()
  const isRefused = signIn.error !== null && !isCancelled(signIn.error)
  const wrong = isRefused ? signIn.error.message : providerRefusal(search)
  const connected = accounts.data ?? []
  const open = apps.filter(({ provider }) => !connected.some((one) => one.provider.id === provider))
  if (apps.length === 0 && connected.length === 0) return null
  return (
    <Card title="Connected accounts">
      <div role="alert">{wrong === null ? null : <p className={css.alert}>{wrong}</p>}</div>
      <Loaded query={accounts} lines={2}>
        {(all) =>
          all.length === 0 ? (
            <p className={`${settings.note} ${css.accounts}`}>
              You sign in here alone. Connect an account to sign in by it.
            </p>
          ) : (
            <ul className={css.accounts}>
              {all.map((one) => (
                <Connected key={`${one.provider.id} ${one.uid}`} {...one} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <div className={css.row}>
        {open.map(({ provider, name }) => (
          <Button
            key={provider}
            icon="link"
            busy={signIn.isPending && signIn.variables.provider === provider}
            onClick={() => signIn.mutate({ provider, next: paths.account(), process: 'connect' })}
          >
            Connect <bdi>{visibleText(name)}</bdi>
          </Button>
        ))}
      </div>
    </Card>
  )
}

function Connected({ uid, display, provider }: ProviderAccountJson) {
  const disconnect = useDisconnectProvider()
  const toast = useToast()
  const name = visibleText(provider.name)
  const letGo = () =>
    disconnect.mutate(
      { provider: provider.id, account: uid },
      {
        onSuccess: () => toast.show({ message: `${name} is disconnected`, durationMs: 3000 }),
        onError: (error) => (isCancelled(error) ? undefined : toast.show({ message: error.message, tone: 'danger' })),
      },
    )
  return (
    <li className={css.account}>
      <div className={css.about}>
        <p>
          <bdi>{name}</bdi>
        </p>
        <p className={css.which}>
          <bdi>{visibleText(display)}</bdi>
        </p>
      </div>
      <Button size="sm" busy={disconnect.isPending} onClick={letGo} aria-label={`Disconnect ${name}`}>
        Disconnect
      </Button>
    </li>
  )
}
