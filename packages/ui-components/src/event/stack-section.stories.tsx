import type { FrameJson } from '@mishap/core/client'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { anEvent, anException } from './fixtures/builders.js'
import { StackSection } from './stack-section.js'

const meta = { title: 'Event/Stack section', component: StackSection } satisfies Meta<typeof StackSection>
export default meta

type Story = StoryObj<typeof meta>

const lib = (at: number): FrameJson => ({
  function: `layer${at}`,
  filename: `/srv/node_modules/express/lib/router/layer.js`,
  lineNo: at,
  inApp: false,
})
const app = (name: string, lineNo = 7): FrameJson => ({
  function: name,
  filename: `src/${name}.ts`,
  absPath: `/srv/shop/src/${name}.ts`,
  lineNo,
  inApp: true,
  context: [[lineNo, `  return ${name}()`]],
})

function thrown(frames: readonly FrameJson[], more: object = {}) {
  return anEvent({
    entries: [
      {
        type: 'exception',
        data: {
          hasSystemFrames: true,
          values: [anException('TypeError', 'total is not a function', [...frames], more)],
        },
      },
    ],
  })
}

/** A bundle whose source maps were applied shows how it came as well. */
export const Minified: Story = {
  args: {
    event: thrown([app('cart'), app('total')], {
      raw_stacktrace: {
        frames: [
          { function: 't', filename: 'https://shop.example/app.4f1d.js', lineNo: 1, colNo: 48_113, inApp: true },
          { function: 'n.r', filename: 'https://shop.example/app.4f1d.js', lineNo: 1, colNo: 90_021, inApp: true },
        ],
      },
    }),
  },
}

export const NoFrameOfTheApp: Story = { args: { event: thrown(Array.from({ length: 16 }, (_, at) => lib(at))) } }

export const Recursion: Story = {
  args: { event: thrown([app('main'), ...Array.from({ length: 412 }, () => app('walk')), app('leaf')]) },
}

export const Registers: Story = {
  args: {
    event: thrown([{ function: 'main', package: '/usr/bin/shop', instruction_addr: '0x7fff2000', inApp: true }], {
      stacktrace: {
        frames: [{ function: 'main', package: '/usr/bin/shop', instruction_addr: '0x7fff2000', inApp: true }],
        registers: { rip: '0x7fff2000', rsp: '0x7ffd0010', rbp: '0x7ffd0040', rax: '0x0' },
      },
    }),
  },
}

export const WithSourceLinks: Story = {
  args: {
    event: thrown([app('cart'), app('total')]),
    sourceLink: (frame) => `https://git.example/shop/blob/main/${frame.filename}#L${frame.lineNo}`,
  },
}
