import type { ImportProgress } from '@mishap/core'

/** Shows how far an import is. */
export interface ProgressView {
  show(progress: ImportProgress): void
  /** A sentence among the progress, such as that it waits. */
  say(sentence: string): void
  /** Leaves the terminal as it was. */
  end(): void
}

interface Terminal {
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
  write(text: string): unknown
}

const REDRAW_MS = 100
const CALM_MS = 15_000
const BAR = 24

/** A bar on a terminal; elsewhere a line for each kind that is through, and now and then one for a long one. */
export function progressView(terminal: Terminal, now: () => number = Date.now): ProgressView {
  return terminal.isTTY === true ? barOn(terminal, now) : linesOn(terminal, now)
}

function barOn(terminal: Terminal, now: () => number): ProgressView {
  let drawnAt = 0
  let last = ''
  const clear = '\r\u001b[K'
  const draw = (progress: ImportProgress) => {
    last = barText(progress).slice(0, Math.max(20, (terminal.columns || 80) - 1))
    terminal.write(clear + last)
    drawnAt = now()
  }
  return {
    show(progress) {
      const isThrough = progress.total !== null && progress.done >= progress.total
      if (isThrough || now() - drawnAt >= REDRAW_MS) draw(progress)
    },
    say: (sentence) => terminal.write(`${clear}${sentence}\n${last}`),
    end: () => terminal.write(clear),
  }
}

function linesOn(terminal: Terminal, now: () => number): ProgressView {
  let saidAt = now()
  return {
    show(progress) {
      const isThrough = progress.total !== null && progress.done >= progress.total
      if (!isThrough && now() - saidAt < CALM_MS) return
      saidAt = now()
      const { organization, kind, done, total } = progress
      terminal.write(
        `${organization}: ${kind} ${isThrough || total === null ? done : `${done} of ${total}`}${isThrough ? '' : ' so far'}\n`,
      )
    },
    say: (sentence) => terminal.write(`${sentence}\n`),
    end: () => {},
  }
}

function barText({ organization, kind, done, total, projects }: ImportProgress): string {
  const about = `${organization}  ${kind.padEnd(8)}`
  if (total !== null) return `${about}  ${bar(done, total)}  ${done}/${total}`
  if (projects === null) return `${about}  ${done}`
  return `${about}  ${bar(projects.done, projects.total)}  ${done}, project ${projects.done + 1} of ${projects.total}`
}

function bar(done: number, total: number): string {
  const full = total === 0 ? BAR : Math.min(BAR, Math.round((done / total) * BAR))
  return `${'█'.repeat(full)}${'░'.repeat(BAR - full)}`
}
