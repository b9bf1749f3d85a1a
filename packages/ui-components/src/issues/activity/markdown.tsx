import type { PersonJson } from '@mishap/core/client'
import { type Block, type Inline, parseMarkdown, visibleText } from '@mishap/core/format'
import { Fragment, type HTMLAttributes, type ReactNode, useMemo } from 'react'
import { cx, ScrollBox } from '../../primitives/index.js'
import css from './markdown.module.css'

export interface MarkdownProps extends HTMLAttributes<HTMLDivElement> {
  readonly text: string
  /** Whose mentions are shown by name. */
  readonly people?: readonly PersonJson[]
}

/** A comment as React nodes: no HTML goes in, so none comes out. */
export function Markdown({ text, people = [], className, ...rest }: MarkdownProps) {
  const blocks = useMemo(() => parseMarkdown(text), [text])
  return (
    <div className={cx(css.text, className)} {...rest}>
      {blocksOf(blocks, people)}
    </div>
  )
}

function blocksOf(blocks: readonly Block[], people: readonly PersonJson[]): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no names, and never move
  return blocks.map((block, at) => <Fragment key={at}>{blockOf(block, people)}</Fragment>)
}

function blockOf(block: Block, people: readonly PersonJson[]): ReactNode {
  switch (block.kind) {
    case 'paragraph':
      return <p>{inlines(block.content, people)}</p>
    case 'heading':
      // The outline of the page is the page's, so what is a heading in a comment only looks like one.
      return <p className={css.heading}>{inlines(block.content, people)}</p>
    case 'code':
      return (
        <ScrollBox as="pre" className={css.code}>
          <code>{visibleText(block.text)}</code>
        </ScrollBox>
      )
    case 'quote':
      return <blockquote className={css.quote}>{blocksOf(block.blocks, people)}</blockquote>
    case 'rule':
      return <hr className={css.rule} />
    case 'list': {
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no names, and never move
      const items = block.items.map((item, at) => <li key={at}>{blocksOf(item, people)}</li>)
      return block.start === null ? (
        <ul className={css.list}>{items}</ul>
      ) : (
        <ol className={css.list} start={block.start}>
          {items}
        </ol>
      )
    }
  }
}

function inlines(content: readonly Inline[], people: readonly PersonJson[]): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no names, and never move
  return content.map((inline, at) => <Fragment key={at}>{inlineOf(inline, people)}</Fragment>)
}

function inlineOf(inline: Inline, people: readonly PersonJson[]): ReactNode {
  if (typeof inline === 'string') return visibleText(inline)
  switch (inline.kind) {
    case 'strong':
      return <strong>{inlines(inline.content, people)}</strong>
    case 'em':
      return <em>{inlines(inline.content, people)}</em>
    case 'del':
      return <del>{inlines(inline.content, people)}</del>
    case 'code':
      return <code className={css.inlineCode}>{visibleText(inline.text)}</code>
    case 'break':
      return <br />
    case 'link':
      return (
        <a href={inline.href} target="_blank" rel="noopener noreferrer nofollow">
          {inlines(inline.content, people)}
        </a>
      )
    case 'mention':
      return <Mention name={inline.name} people={people} />
  }
}

function Mention({ name, people }: { readonly name: string; readonly people: readonly PersonJson[] }) {
  const wanted = name.toLowerCase()
  const person = people.find(
    ({ id, email, username }) =>
      wanted === `user:${id}` || wanted === email.toLowerCase() || wanted === username.toLowerCase(),
  )
  if (person === undefined) return <>@{visibleText(name)}</>
  return (
    <span className={css.mention} title={person.email}>
      @<bdi>{visibleText(person.name || person.email)}</bdi>
    </span>
  )
}
