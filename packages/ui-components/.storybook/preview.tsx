import type { Decorator, Preview } from '@storybook/react-vite'
import { ClockProvider, Root, type Theme, ToastProvider } from '../src/primitives/index.js'
import './preview.css'

/** All stories are told at this moment, so that two pictures of one are equal. */
export const STORY_NOW = Date.parse('2026-01-15T12:00:00Z')

const inRoot: Decorator = (Story, { globals, parameters }) => (
  <ClockProvider now={STORY_NOW} timeZone="UTC" locale="en">
    <Root
      theme={(parameters.theme as Theme | undefined) ?? (globals.theme as Theme)}
      dir={globals.dir as string}
      style={{ minBlockSize: '100vh', padding: parameters.isBare === true ? 0 : 24 }}
    >
      <ToastProvider>
        <div style={{ maxInlineSize: parameters.width as number | undefined }}>
          <Story />
        </div>
      </ToastProvider>
    </Root>
  </ClockProvider>
)

const preview: Preview = {
  decorators: [inRoot],
  parameters: {
    layout: 'fullscreen',
    a11y: { test: 'error' },
    controls: { expanded: false },
    options: {
      storySort: { order: ['Primitives', 'Charts', 'Event', 'Issues', 'Setup', 'Uptime', 'Shell', 'Screens'] },
    },
  },
  initialGlobals: { theme: 'light', dir: 'ltr' },
  globalTypes: {
    theme: { toolbar: { title: 'Theme', icon: 'mirror', items: ['light', 'dark', 'system'], dynamicTitle: true } },
    dir: { toolbar: { title: 'Direction', icon: 'transfer', items: ['ltr', 'rtl'], dynamicTitle: true } },
  },
}

export default preview
