import { useRef, useState } from 'react'

type Chosen<Key, Value> = ReadonlyMap<Key, { readonly value: Value }>

/**
 * Choices that take effect at once, each by its key. What was chosen is shown before it is saved, so that the next key or click
 * finds the control as the one before has left it; they are saved one after the other. What cannot be saved goes back.
 */
export function useChoices<Key extends string, Value>(
  save: (key: Key, value: Value) => Promise<unknown>,
  onError: (error: Error) => void,
): readonly [Chosen<Key, Value>, (key: Key, value: Value) => void] {
  const [chosen, setChosen] = useState<Chosen<Key, Value>>(new Map())
  const last = useRef<Promise<unknown>>(Promise.resolve())
  const choose = (key: Key, value: Value) => {
    const choice = { value }
    setChosen((before) => new Map(before).set(key, choice))
    last.current = last.current
      .then(() => save(key, value))
      .catch(onError)
      .finally(() => setChosen((before) => (before.get(key) === choice ? without(before, key) : before)))
  }
  return [chosen, choose]
}

function without<Key, Value>(chosen: Chosen<Key, Value>, key: Key): Chosen<Key, Value> {
  return new Map([...chosen].filter(([other]) => other !== key))
}
