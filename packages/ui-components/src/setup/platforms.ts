import * as javascript from './snippets/javascript.js'
import * as jvm from './snippets/jvm.js'
import * as others from './snippets/others.js'
import * as python from './snippets/python.js'
import type { Snippet } from './snippets/snippet.js'

export type PlatformGroup = 'Server' | 'Browser' | 'Mobile' | 'Desktop and more'

export interface Platform {
  /** As SDKs and Sentry's API name it. */
  readonly id: string
  readonly name: string
  readonly group: PlatformGroup
  /** One or two letters that stand for it. */
  readonly mark: string
  /** Further words that find it. */
  readonly words?: string
  readonly snippet: Snippet
}

/** In the order in which they are offered: the most asked for of each group first. */
export const PLATFORMS: readonly Platform[] = [
  {
    id: 'node',
    name: 'Node.js',
    group: 'Server',
    mark: 'No',
    words: 'javascript typescript',
    snippet: javascript.node,
  },
  { id: 'node-express', name: 'Express', group: 'Server', mark: 'Ex', words: 'node', snippet: javascript.express },
  { id: 'node-koa', name: 'Koa', group: 'Server', mark: 'Ko', words: 'node', snippet: javascript.koa },
  { id: 'node-fastify', name: 'Fastify', group: 'Server', mark: 'Fy', words: 'node', snippet: javascript.fastify },
  { id: 'node-nestjs', name: 'NestJS', group: 'Server', mark: 'Ne', words: 'node', snippet: javascript.nest },
  { id: 'bun', name: 'Bun', group: 'Server', mark: 'Bu', words: 'javascript typescript', snippet: javascript.bun },
  { id: 'deno', name: 'Deno', group: 'Server', mark: 'De', words: 'javascript typescript', snippet: javascript.deno },
  { id: 'python', name: 'Python', group: 'Server', mark: 'Py', snippet: python.python },
  { id: 'python-django', name: 'Django', group: 'Server', mark: 'Dj', words: 'python', snippet: python.django },
  { id: 'python-flask', name: 'Flask', group: 'Server', mark: 'Fl', words: 'python', snippet: python.flask },
  {
    id: 'python-fastapi',
    name: 'FastAPI',
    group: 'Server',
    mark: 'Fa',
    words: 'python starlette',
    snippet: python.fastapi,
  },
  { id: 'python-celery', name: 'Celery', group: 'Server', mark: 'Ce', words: 'python worker', snippet: python.celery },
  { id: 'java', name: 'Java', group: 'Server', mark: 'Ja', words: 'jvm gradle', snippet: jvm.java },
  { id: 'java-spring-boot', name: 'Spring Boot', group: 'Server', mark: 'Sp', words: 'java', snippet: jvm.spring },
  { id: 'kotlin', name: 'Kotlin', group: 'Server', mark: 'Kt', words: 'jvm', snippet: jvm.kotlin },
  { id: 'go', name: 'Go', group: 'Server', mark: 'Go', words: 'golang', snippet: others.go },
  { id: 'php', name: 'PHP', group: 'Server', mark: 'Ph', snippet: others.php },
  { id: 'php-laravel', name: 'Laravel', group: 'Server', mark: 'La', words: 'php', snippet: others.laravel },
  { id: 'php-symfony', name: 'Symfony', group: 'Server', mark: 'Sy', words: 'php', snippet: others.symfony },
  { id: 'ruby', name: 'Ruby', group: 'Server', mark: 'Rb', snippet: others.ruby },
  { id: 'ruby-rails', name: 'Rails', group: 'Server', mark: 'Ra', words: 'ruby', snippet: others.rails },
  { id: 'dotnet', name: '.NET', group: 'Server', mark: 'C#', words: 'csharp fsharp dotnet', snippet: others.dotnet },
  {
    id: 'dotnet-aspnetcore',
    name: 'ASP.NET Core',
    group: 'Server',
    mark: 'As',
    words: 'csharp',
    snippet: others.aspnet,
  },
  { id: 'rust', name: 'Rust', group: 'Server', mark: 'Rs', words: 'cargo', snippet: others.rust },
  { id: 'elixir', name: 'Elixir', group: 'Server', mark: 'El', words: 'phoenix erlang', snippet: others.elixir },
  {
    id: 'javascript',
    name: 'Browser JS',
    group: 'Browser',
    mark: 'JS',
    words: 'javascript vanilla',
    snippet: javascript.javascript,
  },
  {
    id: 'javascript-react',
    name: 'React',
    group: 'Browser',
    mark: 'Re',
    words: 'javascript jsx',
    snippet: javascript.react,
  },
  {
    id: 'javascript-nextjs',
    name: 'Next.js',
    group: 'Browser',
    mark: 'Nx',
    words: 'react node',
    snippet: javascript.next,
  },
  { id: 'javascript-vue', name: 'Vue', group: 'Browser', mark: 'Vu', words: 'javascript', snippet: javascript.vue },
  {
    id: 'javascript-angular',
    name: 'Angular',
    group: 'Browser',
    mark: 'An',
    words: 'typescript',
    snippet: javascript.angular,
  },
  {
    id: 'javascript-svelte',
    name: 'Svelte',
    group: 'Browser',
    mark: 'Sv',
    words: 'javascript',
    snippet: javascript.svelte,
  },
  {
    id: 'react-native',
    name: 'React Native',
    group: 'Mobile',
    mark: 'RN',
    words: 'expo ios android',
    snippet: javascript.reactNative,
  },
  { id: 'android', name: 'Android', group: 'Mobile', mark: 'Ad', words: 'kotlin java', snippet: jvm.android },
  {
    id: 'apple',
    name: 'Swift',
    group: 'Mobile',
    mark: 'Sw',
    words: 'ios macos cocoa apple objective-c',
    snippet: others.swift,
  },
  { id: 'flutter', name: 'Flutter', group: 'Mobile', mark: 'Fu', words: 'dart', snippet: others.flutter },
  {
    id: 'electron',
    name: 'Electron',
    group: 'Desktop and more',
    mark: 'Ec',
    words: 'javascript',
    snippet: javascript.electron,
  },
  {
    id: 'native',
    name: 'C and C++',
    group: 'Desktop and more',
    mark: 'C',
    words: 'native cpp crashpad',
    snippet: others.native,
  },
  {
    id: 'other',
    name: 'Something else',
    group: 'Desktop and more',
    mark: '··',
    words: 'other curl',
    snippet: others.other,
  },
]

/** The platform of that id; null for one that is not offered, as SDKs and other clients may set. */
export function platformOf(id: string | null | undefined): Platform | null {
  return PLATFORMS.find((platform) => platform.id === id) ?? null
}

/** Those whose name or words begin with what was typed, in the order of `PLATFORMS`. */
export function searchPlatforms(typed: string): readonly Platform[] {
  const wanted = typed.trim().toLowerCase()
  if (wanted === '') return PLATFORMS
  return PLATFORMS.filter(({ id, name, words = '' }) => {
    const all = `${name} ${id.replaceAll('-', ' ')} ${words}`.toLowerCase()
    return all.includes(` ${wanted}`) || all.startsWith(wanted) || name.toLowerCase().includes(wanted)
  })
}
