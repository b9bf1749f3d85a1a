/** What a mail says, before it is text or HTML. Links are absolute: no mail program knows where it came from. */
export interface MailParts {
  readonly subject: string
  /** One line above everything: what it is about, or who writes. */
  readonly heading: string
  readonly tone: 'bad' | 'warn' | 'good' | 'plain'
  /** `#rrggbb`, of somebody whose mail it is more than ours. */
  readonly accent?: string
  /** One in full, or several in short. */
  readonly items: readonly MailItem[]
  /** More than are shown. */
  readonly others?: number
  readonly links?: readonly MailLink[]
  /** Small and last. */
  readonly footer?: { readonly why: string; readonly links: readonly MailLink[] }
}

export interface MailItem {
  readonly title: string
  /** Empty where there is nothing to see. */
  readonly url: string
  /** What the button says; in full only. */
  readonly action: string
  /** Below the title, softly. */
  readonly lines?: readonly string[]
  /** What there is to read; breaks of lines in it are kept. In full only. */
  readonly says?: readonly MailSaying[]
  readonly facts?: readonly MailFact[]
  readonly excerpt?: Excerpt | null
  /** Below the button. */
  readonly notes?: readonly string[]
}

export interface MailSaying {
  readonly text: string
  /** What somebody wrote. */
  readonly quote?: string
}

export interface MailFact {
  readonly label: string
  readonly value: string
}

export interface MailLink {
  readonly text: string
  readonly url: string
}

/** The part of a stack that says most: calls of the app itself, the last first. */
export interface Excerpt {
  readonly frames: readonly ExcerptFrame[]
}

export interface ExcerptFrame {
  /** Such as `pay in src/cart.ts:12`. */
  readonly where: string
  /** Of the source, with what failed among them; empty where none is known. */
  readonly lines: readonly { readonly number: number; readonly text: string; readonly isFailing: boolean }[]
}
