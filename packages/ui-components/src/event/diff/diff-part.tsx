import { type ReactNode, useState } from 'react'
import { Badge, Button, Card } from '../../primitives/index.js'
import css from './event-diff.module.css'

export interface DiffPartProps {
  readonly title: string
  readonly changed: number
  readonly children: ReactNode
}

/** A part that is closed at first where nothing in it differs. */
export function DiffPart({ title, changed, children }: DiffPartProps) {
  const [isOpen, setIsOpen] = useState(changed > 0)
  return (
    <Card
      isFlush
      title={
        <span className={css.title}>
          {title} <Badge tone={changed > 0 ? 'warn' : 'neutral'}>{changed > 0 ? `${changed} differ` : 'equal'}</Badge>
        </span>
      }
      actions={
        <Button
          size="sm"
          variant="ghost"
          icon={isOpen ? 'chevron-down' : 'chevron-right'}
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
        >
          {isOpen ? 'Fold' : 'Show'}
          <span className="mh-hidden"> {title}</span>
        </Button>
      }
    >
      {isOpen ? children : null}
    </Card>
  )
}
