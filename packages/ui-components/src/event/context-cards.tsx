import { type ContextKind, contextCards } from '@mishap/core/format'
import type { HTMLAttributes } from 'react'
import { cx, EmptyState, Icon, type IconName, LongText } from '../primitives/index.js'
import css from './context-cards.module.css'
import { KeyValues } from './key-values.js'
import { MetaAt } from './meta.js'

export interface ContextCardsProps extends HTMLAttributes<HTMLDivElement> {
  readonly contexts: Readonly<Record<string, unknown>>
}

const ICONS: Readonly<Record<ContextKind, IconName>> = {
  browser: 'globe',
  os: 'settings',
  runtime: 'code',
  device: 'device',
  app: 'package',
  trace: 'layers',
  culture: 'clock',
  cloud: 'layers',
  gpu: 'chip',
  other: 'info',
}

/** Where the program ran: a card for every context, the known ones with their most telling words on top. */
export function ContextCards({ contexts, className, ...rest }: ContextCardsProps) {
  const cards = contextCards(contexts)
  if (cards.length === 0) return <EmptyState title="No contexts came with this event" />
  return (
    <div className={cx(css.cards, className)} {...rest}>
      {cards.map((card) => (
        <section key={card.key} className={css.card}>
          <header className={css.head}>
            <span className={css.icon}>
              <Icon name={ICONS[card.kind]} size={16} />
            </span>
            <div className={css.words}>
              <h3 className={css.title}>
                <LongText max={80}>{card.title}</LongText>
              </h3>
              {card.headline === null ? null : (
                <p className={css.headline}>
                  <LongText max={160}>{card.headline}</LongText>
                </p>
              )}
            </div>
          </header>
          {card.rows.length === 0 ? null : (
            <MetaAt path={[card.key]}>
              <KeyValues rows={card.rows} />
            </MetaAt>
          )}
        </section>
      ))}
    </div>
  )
}
