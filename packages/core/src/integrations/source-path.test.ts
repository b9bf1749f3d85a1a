import { describe, expect, it } from '@jest/globals'
import type { Frame } from '../protocol/event.js'
import { sourcePath } from './source-path.js'

/** What a frame says, what is mapped to what, and where the file lies. */
const CASES: readonly (readonly [Frame | string, stackRoot: string, sourceRoot: string, path: string | null])[] = [
  ['src/app.ts', '', '', 'src/app.ts'],
  ['./src/app.ts', '', '', 'src/app.ts'],
  ['app/main.py', '', 'backend/', 'backend/app/main.py'],
  ['app/main.py', 'app/', 'src/app', 'src/app/main.py'],
  ['app/main.py', 'app', '', 'main.py'],
  ['application/main.py', 'app', '', null],
  ['/srv/web/src/a.js', '/srv/web/', '', 'src/a.js'],
  ['/srv/web/src/a.js', '', '', null],
  [{ filename: 'a.js', abs_path: '/srv/web/src/a.js' }, '/srv/web', '', 'src/a.js'],
  ['webpack://shop/./src/Cart.vue?1a2b', '', '', 'src/Cart.vue'],
  ['webpack:///./src/a.ts', './', 'web', 'web/src/a.ts'],
  ['webpack:///./src/a.ts', 'webpack:///./', 'web', 'web/src/a.ts'],
  ['webpack-internal:///./src/a.ts', 'src', 'lib', 'lib/a.ts'],
  ['webpack:///./node_modules/react/index.js', '', '', null],
  ['webpack:///../shared/a.ts', '', '', null],
  ['app:///dist/a.js', '', '', 'dist/a.js'],
  ['app:///dist/a.js', 'app:///', 'web/', 'web/dist/a.js'],
  ['app:///dist/a.js', 'app:///dist', 'src', 'src/a.js'],
  ['~/static/a.js', '', '', 'static/a.js'],
  ['https://cdn.example/static/a.js', '', '', null],
  ['https://cdn.example/static/a.js', 'https://cdn.example/static/', 'src', 'src/a.js'],
  ['C:\\build\\web\\src\\A.cs', 'c:\\build\\web\\', '', 'src/A.cs'],
  ['C:\\build\\web\\src\\A.cs', '', '', null],
  ['src\\A.cs', '', '', 'src/A.cs'],
  [{ filename: 'Cart.java', module: 'com.acme.Cart' }, '', 'src/main/java', 'src/main/java/com/acme/Cart.java'],
  [{ filename: 'Cart.kt', module: 'com.acme.Cart$Item' }, 'com/', 'src/com', 'src/com/acme/Cart.kt'],
  ['../../etc/passwd', '', '', null],
  ['src/../../secret', '', '', null],
  ['src\\..\\..\\secret', '', '', null],
  ['src/a.js', '', '../other', null],
  ['src//./a.js', '', '', 'src/a.js'],
  ['src/%2e%2e/a.js', '', '', 'src/%2e%2e/a.js'],
  ['/usr/lib/python3/site-packages/django/a.py', '/usr', '', null],
  ['<anonymous>', '', '', null],
  ['[native code]', '', '', null],
  ['node:internal/process/task_queues', '', '', null],
  ['internal/process/task_queues.js', '', '', null],
  ['data:text/javascript,alert(1)', '', '', null],
  ['javascript:alert(1)', '', '', null],
  ['src/', '', '', null],
  ['', '', '', null],
  ['src/a\u0000.js', '', '', null],
  ['a\nb.js', '', '', null],
  [`src/${'x'.repeat(2000)}`, '', '', null],
  [{ filename: 'src/a.js', in_app: false }, '', '', null],
  [{}, '', '', null],
]

describe('the place of a frame in a repository', () => {
  it.each(CASES)('%j with %j as %j is %j', (frame, stackRoot, sourceRoot, path) => {
    expect(sourcePath(typeof frame === 'string' ? { filename: frame } : frame, { stackRoot, sourceRoot })).toBe(path)
  })
})
