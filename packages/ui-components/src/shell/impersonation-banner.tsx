import { clip, visibleText } from '@mishap/core/format'
import { Button, Icon, useNow, useToast } from '../primitives/index.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { useStopImpersonation } from '../provider/use-admin.js'
import { useMe } from '../provider/use-queries.js'
import css from './impersonation-banner.module.css'

/** On every page while a superuser acts as somebody else: as whom, for how long, and the way back. */
export function ImpersonationBanner() {
  const me = useMe()
  const navigation = useNavigation()
  const stop = useStopImpersonation()
  const toast = useToast()
  const now = useNow(15_000)
  const acting = me.data?.impersonatedBy
  if (me.data === undefined || acting === undefined) return null
  const minutes = Math.ceil((Date.parse(acting.until) - now) / 60_000)
  const end = () =>
    stop.mutate(undefined, {
      onSuccess: () => navigation.navigate(paths.admin('users')),
      onError: (error) => toast.show({ message: error.message, tone: 'danger' }),
    })
  return (
    <section aria-label="Acting as somebody else" className={css.banner}>
      <p>
        <Icon name="eye" size={14} /> You act as <b>{shown(me.data.name || me.data.email)}</b>
        <span className={css.more}>
          {minutes > 0 ? ` for ${minutes} more ${minutes === 1 ? 'minute' : 'minutes'}; ` : '; the time is over; '}
          really you are {shown(acting.email)}.
        </span>
      </p>
      <Button size="sm" busy={stop.isPending} onClick={end}>
        Stop
      </Button>
    </section>
  )
}

function shown(text: string) {
  return <bdi>{visibleText(clip(text, 80))}</bdi>
}
