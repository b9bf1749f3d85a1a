import { clip, visibleText } from '@mishap/core/format'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Button, EmptyState } from '../primitives/index.js'
import { AppLinkButton } from '../provider/app-link.js'
import { useMishap } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { useOrganizations } from '../provider/use-queries.js'
import { Page, usePageTitle } from './page.js'

export interface SecondFactorGateProps {
  readonly org: string
  readonly children: ReactNode
}

/** A page of an organization; where that asks for a second factor which the reader has not, what to do about it. */
export function SecondFactorGate({ org, children }: SecondFactorGateProps) {
  const { queries, queryClient } = useMishap()
  const own = useOrganizations().data?.items.find(({ slug }) => slug === org)
  const isAsked = own?.require2fa === true
  const organization = useQuery({ ...queries.organization(org), enabled: isAsked }, queryClient)
  const code = (organization.error as { readonly code?: unknown } | null)?.code
  if (!isAsked || code !== 'second_factor_required') return children
  return <Wall name={own.name} onRetry={() => void organization.refetch()} />
}

function Wall({ name, onRetry }: { readonly name: string; readonly onRetry: () => void }) {
  const title = visibleText(clip(name, 80))
  usePageTitle('A second factor is asked for', title)
  return (
    <Page title={<bdi>{title}</bdi>} isNarrow>
      <EmptyState
        icon="key"
        title="This organization asks for a second factor"
        action={
          <>
            <AppLinkButton to={paths.security()} variant="primary">
              Set one up
            </AppLinkButton>
            <Button onClick={onRetry}>I have one now</Button>
          </>
        }
      >
        Beside your password it wants a passkey or an authenticator app. Until you have one, you see nothing of it, and
        your API tokens do not reach it.
      </EmptyState>
    </Page>
  )
}
