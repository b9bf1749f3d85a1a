import { type AnchorHTMLAttributes, forwardRef, type MouseEvent } from 'react'
import { LinkButton, type LinkButtonProps } from '../primitives/button.js'
import { useNavigation } from './context.js'

export interface AppLinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> {
  /** A path of the app with its search, without the base path. */
  readonly to: string
}

/** A link within the app: the host's router follows it, and it opens in a new tab as any link does. */
export const AppLink = forwardRef<HTMLAnchorElement, AppLinkProps>(function AppLink({ to, ...rest }, ref) {
  return <a ref={ref} {...rest} {...useLink(to, rest.onClick)} />
})

export type AppLinkButtonProps = Omit<LinkButtonProps, 'href'> & { readonly to: string }

export const AppLinkButton = forwardRef<HTMLAnchorElement, AppLinkButtonProps>(function AppLinkButton(
  { to, ...rest },
  ref,
) {
  return <LinkButton ref={ref} {...rest} {...useLink(to, rest.onClick)} />
})

/** `href` and `onClick` of an anchor that stays within the app. */
function useLink(to: string, onClick?: (event: MouseEvent<HTMLAnchorElement>) => void) {
  const navigation = useNavigation()
  return {
    href: navigation.href(to),
    onClick: (event: MouseEvent<HTMLAnchorElement>) => {
      onClick?.(event)
      const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
      if (!isPlain || event.defaultPrevented) return
      event.preventDefault()
      navigation.navigate(to)
    },
  }
}
