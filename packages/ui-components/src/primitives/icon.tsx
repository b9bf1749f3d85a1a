import type { SVGAttributes } from 'react'
import { cx } from './cx.js'
import css from './icon.module.css'

/** Strokes on a 16 × 16 grid; own drawings. */
const DRAWINGS = {
  'chevron-right': 'M6 3.5 10.5 8 6 12.5',
  'chevron-left': 'M10 3.5 5.5 8 10 12.5',
  'chevron-down': 'M3.5 6 8 10.5 12.5 6',
  'chevron-up': 'M3.5 10 8 5.5 12.5 10',
  'arrow-left': 'M13 8H3M7 4 3 8l4 4',
  'arrow-right': 'M3 8h10M9 4l4 4-4 4',
  'to-first': 'M3.5 3.5v9M12.5 3.5 8 8l4.5 4.5',
  'to-last': 'M12.5 3.5v9M3.5 3.5 8 8l-4.5 4.5',
  check: 'M3 8.5 6.5 12 13 4.5',
  close: 'M4 4l8 8M12 4l-8 8',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  copy: 'M5.5 5.5h7.5v7.5H5.5zM10.5 5.5V3H3v7.5h2.5',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.6 10.6 14 14',
  filter: 'M2.5 4h11M4.5 8h7M6.5 12h3',
  external: 'M9.5 3H13v3.5M13 3 7.5 8.5M6.5 3.5H3V13h9.5V9.5',
  download: 'M8 2.5v7M5 7l3 3 3-3M3 13h10',
  more: 'M3 8a.4.4 0 1 0 .8 0 .4.4 0 1 0-.8 0M7.6 8a.4.4 0 1 0 .8 0 .4.4 0 1 0-.8 0M12.2 8a.4.4 0 1 0 .8 0 .4.4 0 1 0-.8 0',
  menu: 'M2.5 4h11M2.5 8h11M2.5 12h11',
  refresh: 'M13 8a5 5 0 1 1-1.5-3.5M13 2.5V5h-2.5',
  pulse: 'M1.5 8.5h3L6.5 3.5l3 9 2-4h3',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  play: 'M5 3l8 5-8 5z',
  wall: 'M2.5 2.5h4.5v4.5H2.5zM9 2.5h4.5v4.5H9zM2.5 9h4.5v4.5H2.5zM9 9h4.5v4.5H9z',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.5V8l2.5 1.5',
  user: 'M8 8a2.75 2.75 0 1 0 0-5.5A2.75 2.75 0 0 0 8 8zM2.5 14c.5-3 2.5-4 5.5-4s5 1 5.5 4',
  users:
    'M6 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.5 13.5C2 11 3.5 10 6 10s4 1 4.5 3.5M10.5 3.2a2.5 2.5 0 0 1 0 4.6M12.2 10.4c1.3.5 2 1.5 2.3 3.1',
  globe: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM2 8h12M8 2c3.3 3.6 3.3 8.4 0 12M8 2c-3.3 3.6-3.3 8.4 0 12',
  device: 'M2.5 3h11v8h-11zM5.5 13.5h5M8 11v2.5',
  chip: 'M4.5 4.5h7v7h-7zM6.5 2v2.5M9.5 2v2.5M6.5 11.5V14M9.5 11.5V14M2 6.5h2.5M2 9.5h2.5M11.5 6.5H14M11.5 9.5H14',
  terminal: 'M2 3h12v10H2zM4.5 6l2 2-2 2M8.5 10h3',
  tag: 'M8.5 2.5H13.5V7.5L7.5 13.5 2.5 8.5zM10.8 5.2h.01',
  package: 'M8 2 13.5 5v6L8 14 2.5 11V5zM2.5 5 8 8l5.5-3M8 8v6',
  code: 'M5.5 4 1.5 8l4 4M10.5 4l4 4-4 4',
  layers: 'M8 2 14 5.2 8 8.5 2 5.2zM2.5 8.3 8 11.3l5.5-3M2.5 11 8 14l5.5-3',
  link: 'M6.5 9.5l3-3M7 4.5 8.8 2.7a3 3 0 0 1 4.5 4.5L11.5 9M9 11.5l-1.8 1.8a3 3 0 0 1-4.5-4.5L4.5 7',
  alert: 'M8 2.5 14.5 13.5h-13zM8 6.5V9.5M8 11.6h.01',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 7.3V11M8 5h.01',
  bolt: 'M9 1.5 3.5 9H8l-1 5.5L12.5 7H8z',
  bug: 'M5 6.5a3 3 0 0 1 6 0V10a3 3 0 0 1-6 0zM8 6.5V13M5 8H2M14 8h-3M5.2 5.5 3 3.5M10.8 5.5l2.2-2M5.3 11 3 13M10.7 11l2.3 2',
  folder: 'M2 4h4.5L8 5.5h6V13H2z',
  key: 'M5 13a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM7.2 7.8 13 2M11 4l2 2',
  bell: 'M4 11V7a4 4 0 0 1 8 0v4l1.5 1.5h-11zM6.8 14.5h2.4',
  settings:
    'M2 5h6M12 5h2M2 11h2M8 11h6M10 5m-1.8 0a1.8 1.8 0 1 0 3.6 0 1.8 1.8 0 1 0-3.6 0M6 11m-1.8 0a1.8 1.8 0 1 0 3.6 0 1.8 1.8 0 1 0-3.6 0',
  sun: 'M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM8 1.5V3M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1 1M11.6 11.6l1 1M3.4 12.6l1-1M11.6 4.4l1-1',
  moon: 'M13 9.5A5.5 5.5 0 0 1 6.5 3 5.5 5.5 0 1 0 13 9.5z',
  eye: 'M1.5 8C3 5.2 5.2 3.8 8 3.8s5 1.4 6.5 4.2c-1.5 2.8-3.7 4.2-6.5 4.2S3 10.8 1.5 8zM8 9.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z',
  mute: 'M2.5 6.2H5L8.5 3v10L5 9.8H2.5zM11 6.2l3 3.6M14 6.2l-3 3.6',
  bookmark: 'M4.5 2.5h7v11L8 10.5l-3.5 3z',
  merge: 'M4 2.5v3c0 3 4 2.5 4 5.5v2.5M12 2.5v3c0 3-4 2.5-4 5.5M6 11.5l2 2 2-2',
  columns: 'M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10',
  star: 'M8 2.2l1.8 3.7 4 .6-2.9 2.8.7 4L8 11.4l-3.6 1.9.7-4L2.2 6.5l4-.6z',
  trash: 'M2.5 4.5h11M6 4.5V2.5h4v2M4 4.5l.7 9h6.6l.7-9M6.7 7v4M9.3 7v4',
  logout: 'M9.5 3H3v10h6.5M7 8h7M11.5 5.5 14 8l-2.5 2.5',
} as const

/** What points along the line of reading points the other way where that runs from the right. */
const FLIPPING = /left|right|first|last|external|logout/

export type IconName = keyof typeof DRAWINGS

export const ICON_NAMES = Object.keys(DRAWINGS) as readonly IconName[]

export interface IconProps extends Omit<SVGAttributes<SVGSVGElement>, 'name'> {
  readonly name: IconName
  /** Pixels. */
  readonly size?: number
}

/** Decoration: hidden from screen readers, so what it says must be said in words beside it. */
export function Icon({ name, size = 16, className, ...rest }: IconProps) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      className={cx(css.icon, FLIPPING.test(name) && css.flipping, className)}
      aria-hidden="true"
      focusable="false"
      {...rest}
    >
      <path d={DRAWINGS[name]} />
    </svg>
  )
}
