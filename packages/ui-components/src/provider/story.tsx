import type { MishapClient } from '@mishap/core/client'
import type { Decorator } from '@storybook/react-vite'
import { type ReactNode, useState } from 'react'
import type { Theme } from '../primitives/index.js'
import { STORY_NOW } from './memory/builders.js'
import { createMemoryClient, type MemoryClient } from './memory/client.js'
import { shopWorld } from './memory/shop-world.js'
import type { MemoryFixtures } from './memory/store.js'
import { memoryNavigation } from './memory-navigation.js'
import { MishapProvider } from './mishap-provider.js'

export interface StoryWorld {
  readonly fixtures?: MemoryFixtures
  /** Where the story begins. */
  readonly at?: string
  /** Methods that answer otherwise: fail, or never. */
  readonly change?: Partial<MishapClient>
  /** Things that happen while one looks. */
  readonly onStart?: (client: MemoryClient) => void
}

/** For methods that are still on their way. */
export const never = () => new Promise<never>(() => undefined)

/** Puts a story into a world of its own: `parameters: { world: { fixtures, at, change } }`. */
export const inWorld: Decorator = (Story, { globals, parameters }) => (
  <World
    theme={(parameters.theme as Theme | undefined) ?? (globals.theme as Theme)}
    world={(parameters.world as StoryWorld | undefined) ?? {}}
  >
    <Story />
  </World>
)

function World({ world, theme, children }: { world: StoryWorld; theme: Theme; children: ReactNode }) {
  const [parts] = useState(() => {
    const memory = createMemoryClient(world.fixtures ?? shopWorld)
    world.onStart?.(memory)
    return { client: { ...memory, ...world.change }, navigation: memoryNavigation(world.at) }
  })
  return (
    <MishapProvider {...parts} theme={theme} now={STORY_NOW} timeZone="UTC">
      {children}
    </MishapProvider>
  )
}
