import { type Bug, bug, thrown } from './bug.js'

const SIGNAL = { type: 'signalhandler', synthetic: true, handled: false }
const native = (fn: string, file: string, inApp = true) => ({
  function: fn,
  package: file,
  instruction_addr: `0x${fn.length}f00`,
  in_app: inApp,
})
const swift = (fn: string, inApp = true) =>
  native(
    fn,
    inApp
      ? '/private/var/containers/Bundle/Application/7D0E/Shop.app/Shop'
      : '/System/Library/Frameworks/UIKit.framework/UIKit',
    inApp,
  )
const dart = (fn: string, path: string, inApp = true) => ({
  function: fn,
  abs_path: path,
  filename: path.split('/').at(-1),
  in_app: inApp,
})
const rust = (fn: string, inApp = true) => ({ function: fn, in_app: inApp })
const kotlin = (module: string, fn: string, inApp = true) => ({ module, function: fn, in_app: inApp, lineno: 9 })

export const DEVICE: readonly Bug[] = [
  bug(
    'a dangling pointer, on two systems and from two builds',
    ...(['/lib/x86_64-linux-gnu/libc.so.6', '/usr/lib64/libc.so.6'] as const).map((libc, at) =>
      thrown('native', {
        type: 'SIGSEGV',
        value: `Segfault at 0x${at}ffe`,
        mechanism: SIGNAL,
        frames: [
          native('__libc_start_main', libc, false),
          native('main', '/opt/game'),
          native('Game::draw(Scene const&, int)', '/opt/game'),
          native(at ? 'Game::blit(Sprite*) [clone .isra.0]' : 'Game::blit(Sprite*)', '/opt/game'),
        ],
      }),
    ),
  ),
  bug(
    'another crash in the same loop',
    thrown('native', {
      type: 'SIGSEGV',
      value: 'Segfault',
      mechanism: SIGNAL,
      frames: [
        native('main', '/opt/game'),
        native('Game::draw(Scene const&, int)', '/opt/game'),
        native('Sound::play(int)', '/opt/game'),
      ],
    }),
  ),
  bug(
    'an abort without names',
    ...['0x1', '0x2'].map((value) =>
      thrown('native', {
        type: 'SIGABRT',
        value: `Abort at ${value}`,
        mechanism: { ...SIGNAL, meta: { signal: { name: 'SIGABRT', number: 6 } } },
        frames: [
          { package: '/opt/tool', instruction_addr: value, in_app: true },
          { package: '/opt/libtool.so', instruction_addr: '0x9', in_app: true },
        ],
      }),
    ),
  ),
  bug(
    'a bus error without names',
    thrown('native', {
      type: 'SIGBUS',
      value: 'Bus error',
      mechanism: { ...SIGNAL, meta: { signal: { name: 'SIGBUS', number: 7 } } },
      frames: [
        { package: '/opt/tool', instruction_addr: '0x1', in_app: true },
        { package: '/opt/libtool.so', instruction_addr: '0x9', in_app: true },
      ],
    }),
  ),
  bug(
    'a nil in Swift, with a closure that got another number',
    ...[1, 3].map((at) =>
      thrown('cocoa', {
        type: 'EXC_BREAKPOINT',
        value: `Exception 6, Code ${at}`,
        mechanism: { type: 'mach', handled: false },
        frames: [
          swift('UIApplicationMain', false),
          swift('Cart.show(_:)'),
          swift(`closure #${at} in Cart.total(items:)`),
        ],
      }),
    ),
  ),
  bug(
    'an error of Cocoa, one code',
    ...['No connection', 'Keine Verbindung'].map((value) =>
      thrown('cocoa', {
        type: 'NSURLErrorDomain',
        value,
        mechanism: { type: 'NSError', meta: { ns_error: { domain: 'NSURLErrorDomain', code: -1009 } } },
        frames: [swift('Api.get(url:)'), swift('Api.send()')],
      }),
    ),
  ),
  bug(
    'an error of Cocoa, another code',
    thrown('cocoa', {
      type: 'NSURLErrorDomain',
      value: 'Timed out',
      mechanism: { type: 'NSError', meta: { ns_error: { domain: 'NSURLErrorDomain', code: -1001 } } },
      frames: [swift('Api.get(url:)'), swift('Api.send()')],
    }),
  ),
  bug(
    'a panic of Rust, from two builds',
    ...['h0123456789abcdef', 'hfedcba9876543210'].map((hash) =>
      thrown('native', {
        type: 'panic',
        value: `index out of bounds: the len is ${hash.length}`,
        frames: [
          rust('std::rt::lang_start::{{closure}}', false),
          rust(`shop::main::${hash}`),
          rust(`shop::cart::total::{{closure}}::${hash}`),
          rust('core::panicking::panic_fmt', false),
        ],
      }),
    ),
  ),
  bug(
    'a coroutine of Kotlin',
    ...[1, 2].map((at) =>
      thrown('java', {
        type: 'IllegalStateException',
        value: `Job ${at}`,
        frames: [
          kotlin('android.os.Handler', 'handleCallback', false),
          kotlin(`com.acme.Cart$load$${at}`, 'invokeSuspend'),
          kotlin('com.acme.Cart', `total$lambda-${at}`),
        ],
      }),
    ),
  ),
  bug(
    'a widget of Flutter',
    ...['1026248', '77'].map((id) =>
      thrown('dart', {
        type: 'StateError',
        value: `No element ${id}`,
        frames: [
          dart('StatefulElement.build', 'package:flutter/src/widgets/framework.dart', false),
          dart(`_CartState@${id}.build`, 'package:shop/cart.dart'),
          dart('_CartState.build.<anonymous closure>', 'package:shop/cart.dart'),
        ],
      }),
    ),
  ),
  bug(
    'another widget of Flutter',
    thrown('dart', {
      type: 'StateError',
      value: 'No element',
      frames: [
        dart('_HomeState.build', 'package:shop/home.dart'),
        dart('_HomeState.build.<anonymous closure>', 'package:shop/home.dart'),
      ],
    }),
  ),
  bug(
    'a screen of React Native',
    ...['index.android.bundle', 'main.jsbundle'].map((file) =>
      thrown('javascript', {
        type: 'TypeError',
        value: "undefined is not an object (evaluating 'a.b.items')",
        frames: [
          { function: 't', filename: `app:///${file}`, lineno: 1, colno: 99_000, in_app: true },
          { function: 'e', filename: `app:///${file}`, lineno: 1, colno: 99_400, in_app: true },
        ],
      }),
    ),
  ),
  bug(
    'a blocked image',
    ...['https://ads.example/a.png', 'https://ads.example/b.png?x=1'].map((uri) => ({
      csp: { effective_directive: 'img-src', blocked_uri: uri, document_uri: 'https://shop.example/' },
    })),
  ),
  bug(
    'a blocked inline script',
    ...['inline', 'inline'].map((uri, at) => ({
      csp: { effective_directive: 'script-src', blocked_uri: uri, document_uri: `https://shop.example/${at}` },
    })),
  ),
]
