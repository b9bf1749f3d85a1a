import { describe, expect, it } from '@jest/globals'
import type { FrameJson } from '../client/event-types.js'
import { frameFunction, frameLibrary, framePath, sourceLines } from './frame.js'
import { frameLanguage, platformLanguage } from './language.js'

describe('the library of a frame', () => {
  it.each<[FrameJson, string | null]>([
    [{ filename: '/srv/app/node_modules/express/lib/router.js' }, 'express'],
    [{ filename: '/srv/node_modules/a/node_modules/@scope/name/dist/x.js' }, '@scope/name'],
    [{ filename: 'C:\\srv\\node_modules\\koa\\index.js' }, 'koa'],
    [{ absPath: '/usr/lib/python3.12/site-packages/django/core/handlers/base.py' }, 'django'],
    [{ absPath: '/usr/lib/python3/dist-packages/six.py' }, 'six'],
    [{ absPath: '/usr/local/lib/python3.12/json/decoder.py' }, 'python'],
    [{ filename: 'node:internal/process/task_queues' }, 'node'],
    [{ filename: '/usr/lib/ruby/gems/activerecord-7.1.2/lib/base.rb' }, 'activerecord'],
    [{ filename: '/srv/vendor/symfony/http-kernel/HttpKernel.php' }, 'symfony/http-kernel'],
    [{ module: 'org.springframework.web.servlet.DispatcherServlet' }, 'org.springframework.web'],
    [{ module: 'github.com/gin-gonic/gin' }, 'github.com/gin-gonic/gin'],
    [{ module: 'django.core.handlers' }, 'django'],
    [{ filename: '/rustc/90b35a6/library/core/src/panicking.rs' }, 'std'],
    [{ package: '/usr/lib/system/libdispatch.dylib' }, 'libdispatch.dylib'],
    [{ function: 'main' }, null],
  ])('%j belongs to %s', (frame, library) => {
    expect(frameLibrary(frame)).toBe(library)
  })
})

describe('the language of a frame', () => {
  it.each<[FrameJson, string | null, string | null]>([
    [{ filename: 'src/app.tsx' }, 'node', 'typescript'],
    [{ filename: 'templates/page.html', absPath: '/srv/page.py' }, 'python', 'xml'],
    [{ filename: 'https://cdn.example/app.js?v=3#x' }, 'javascript', 'javascript'],
    [{ filename: 'Main.kt' }, 'java', 'kotlin'],
    [{ filename: 'lib.rs', platform: 'native' }, 'node', 'rust'],
    [{ function: 'main', platform: 'native' }, 'javascript', 'cpp'],
    [{ function: 'main' }, 'python', 'python'],
    [{ filename: '.gitignore' }, 'other', null],
    [{ filename: 'x.constructor' }, null, null],
  ])('%j in %s is %s', (frame, platform, language) => {
    expect(frameLanguage(frame, platform)).toBe(language)
  })

  it('knows the platforms of projects by their first part', () => {
    expect(platformLanguage('python-django')).toBe('python')
    expect(platformLanguage('other')).toBeNull()
  })
})

describe('what a frame says', () => {
  it('names its place as editors open it', () => {
    expect(framePath({ filename: 'app.js', lineNo: 12, colNo: 3 })).toBe('app.js:12:3')
    expect(framePath({ filename: 'app.py', absPath: '/srv/app.py', lineNo: 12 })).toBe('/srv/app.py:12')
    expect(framePath({ instruction_addr: '0x10' })).toBe('0x10')
    expect(framePath({})).toBe('')
  })

  it('has no function where the SDK knew none', () => {
    expect(frameFunction({ function: '?' })).toBeNull()
    expect(frameFunction({ raw_function: 'main' })).toBe('main')
  })

  it('falls back to the failing line for its source', () => {
    expect(sourceLines({ context_line: 'x()', lineNo: 3 })).toEqual([[3, 'x()']])
    expect(
      sourceLines({
        context: [
          [2, 'a'],
          [3, 'b'],
        ],
        lineNo: 3,
      }),
    ).toEqual([
      [2, 'a'],
      [3, 'b'],
    ])
    expect(sourceLines({})).toEqual([])
  })
})
