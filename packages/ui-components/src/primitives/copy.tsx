import { useEffect, useRef, useState } from 'react'
import { Button, type ButtonProps, IconButton } from './button.js'

/**
 * Puts text on the clipboard. `false` where the page may not (no secure context, no permission) and the old way fails
 * as well.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // The clipboard API is absent on plain http; a selection can still be copied there.
    return copyBySelection(text)
  }
}

function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea')
  area.value = text
  area.style.position = 'fixed'
  area.style.opacity = '0'
  const focused = document.activeElement
  // Inside an open dialog only what belongs to it can be focused.
  const home = document.querySelector('dialog[open]') ?? document.body
  home.append(area)
  area.select()
  const hasCopied = document.execCommand('copy')
  area.remove()
  if (focused instanceof HTMLElement) focused.focus()
  return hasCopied
}

const SHOWN_MS = 1600

/** `copied` or `failed` for a moment after `copy` has run, then `idle` again. */
export function useCopy(): { state: 'idle' | 'copied' | 'failed'; copy: (text: string) => void } {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const copy = (text: string) => {
    void copyText(text).then((isDone) => {
      setState(isDone ? 'copied' : 'failed')
      clearTimeout(timer.current)
      timer.current = setTimeout(() => setState('idle'), SHOWN_MS)
    })
  }
  return { state, copy }
}

export interface CopyButtonProps extends Omit<ButtonProps, 'children' | 'icon' | 'iconEnd' | 'onClick' | 'busy'> {
  /** Called at the click where it is dear to make. */
  readonly text: string | (() => string)
  readonly label?: string
  /** Only the icon; `label` is then its name. */
  readonly isIconOnly?: boolean
}

const SAID = { idle: '', copied: 'Copied', failed: 'Could not copy' } as const

export function CopyButton({ text, label = 'Copy', isIconOnly = false, size = 'sm', ...rest }: CopyButtonProps) {
  const { state, copy } = useCopy()
  const onClick = () => copy(typeof text === 'function' ? text() : text)
  const icon = state === 'copied' ? 'check' : 'copy'
  return (
    <>
      {isIconOnly ? (
        <IconButton {...rest} size={size} icon={icon} label={label} onClick={onClick} />
      ) : (
        <Button {...rest} size={size} icon={icon} onClick={onClick}>
          {state === 'idle' ? label : SAID[state]}
        </Button>
      )}
      <span role="status" className="mh-hidden">
        {SAID[state]}
      </span>
    </>
  )
}
