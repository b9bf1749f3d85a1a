import { useEffect } from 'react'
import { useNavigation } from '../provider/context.js'
import { safeNext } from '../provider/paths.js'
import { NarrowPage } from './narrow-page.js'

/** Sends the reader to where the app that Mishap is part of signs people in, and says so; without such a place only that. */
export function HostSignIn({ loginUrl }: { readonly loginUrl: string | null }) {
  const navigation = useNavigation()
  const { search } = navigation.useLocation()
  const url = loginUrl === null ? null : withNext(loginUrl, navigation.href(safeNext(search)))
  useEffect(() => {
    if (url !== null) location.replace(url)
  }, [url])
  return (
    <NarrowPage title="Sign in">
      <p>
        {url === null ? (
          'You are not signed in to the app that these pages are part of. Sign in there, then come back.'
        ) : (
          <>
            You sign in to the app that these pages are part of. <a href={url}>Go there</a>
          </>
        )}
      </p>
    </NarrowPage>
  )
}

/** The address with where to come back to in it. */
function withNext(loginUrl: string, next: string): string {
  return `${loginUrl}${loginUrl.includes('?') ? '&' : '?'}next=${encodeURIComponent(next)}`
}
