import { useState } from 'react'
import { Button, Field, TextInput } from '../primitives/index.js'
import css from './admin.module.css'

export interface SearchBarProps {
  readonly label: string
  /** As the address has it. */
  readonly query: string
  readonly onSearch: (query: string) => void
}

/** Looks through a list; what is looked for stands in the address. */
export function SearchBar({ label, query, onSearch }: SearchBarProps) {
  const [text, setText] = useState(query)
  const [known, setKnown] = useState(query)
  // The way back brings its search along.
  if (known !== query) {
    setKnown(query)
    setText(query)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: React 18 does not know <search>
    <form
      role="search"
      className={css.search}
      onSubmit={(event) => {
        event.preventDefault()
        onSearch(text.trim())
      }}
    >
      <Field label={label} isLabelHidden>
        <TextInput
          type="search"
          icon="search"
          placeholder={label}
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          enterKeyHint="search"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <Button type="submit">Search</Button>
    </form>
  )
}
