import { describe, expect, it } from '@jest/globals'
import type { Frame } from '../../../protocol/event.js'
import { cleanFile } from './file.js'
import { languageOf } from './languages.js'
import { readFrames } from './read.js'

const read = (frame: Frame, platform: string) => readFrames([frame], platform)[0]!

describe('a file', () => {
  it.each([
    ['/srv/app/releases/41/src/Orders.js', 'orders.js'],
    ['C:\\inetpub\\app\\Orders.cs', 'orders.cs'],
    ['https://h.example/assets/index-Z4BF3OJZ.js?v=1#x', 'index.js'],
    ['index-DWRKyvJ-.js', 'index.js'],
    ['index-DkRwyvJ_.js', 'index.js'],
    ['main.9fe21cab.chunk.js', 'main.chunk.js'],
    ['1234.9fe21cab01.chunk.js', '.chunk.js'],
    ['/_next/static/chunks/pages/_app-8b1f7c2d3e4f5a6b.js', '_app.js'],
    ['vendor~d939e436.js', 'vendor~d939e436.js'],
    ['shop-UserCard.js', 'shop-usercard.js'],
    ['jquery-3.7.1.min.js', 'jquery-3.7.1.min.js'],
    ['oauth2-client.js', 'oauth2-client.js'],
    ['es2015-polyfills.js', 'es2015-polyfills.js'],
    ['app:///index.android.bundle', 'main.bundle'],
    ['main.jsbundle', 'main.bundle'],
    ['[native code]', ''],
    ['<anonymous>', ''],
    ['<string>', ''],
    ['/', ''],
  ])('%s is %j', (path, wanted) => {
    expect(cleanFile(path)).toBe(wanted)
  })
})

describe('a function', () => {
  it.each([
    ['javascript', 'Object.pay', 'pay'],
    ['javascript', 'async Checkout.pay', 'pay'],
    ['javascript', 'new Checkout', 'Checkout'],
    ['javascript', 'Layer.handle [as handle_request]', 'handle'],
    ['javascript', 'HTMLButtonElement.<anonymous>', ''],
    ['javascript', 'Checkout.prototype.pay/<', ''],
    ['javascript', 'useEffect/pay', 'pay'],
    ['javascript', 'pay$1', 'pay'],
    ['javascript', '_callee$', '_callee$'],
    ['javascript', '?', ''],
    ['javascript', 'global code', ''],
    ['javascript', '_0x3f2a91', ''],
    ['node', 'Server.#pay', '#pay'],
    ['python', 'Checkout.pay.<locals>.inner', 'inner'],
    ['python', '<lambda>', '<lambda>'],
    ['python', '<module>', '<module>'],
    ['java', 'lambda$pay$0', 'pay.lambda'],
    ['java', 'pay_aroundBody2', 'pay'],
    ['kotlin', 'pay$lambda-0', 'pay.lambda'],
    ['kotlin', 'pay$lambda$3', 'pay.lambda'],
    ['kotlin', 'pay$default', 'pay'],
    ['java', '<init>', '<init>'],
    ['clojure', 'fn__1234', 'fn'],
    ['csharp', 'Pay(Order order, Int32 n)', 'Pay'],
    ['csharp', '<Pay>b__3_0', 'Pay.lambda'],
    ['csharp', '<Pay>g__Check|3_0', 'Pay.Check'],
    ['csharp', 'Get`1', 'Get'],
    ['csharp', '.ctor', '.ctor'],
    ['go', '(*Checkout).Pay', '(*Checkout).Pay'],
    ['go', 'Pay.func1.2', 'Pay.func'],
    ['go', 'Map[...]', 'Map'],
    ['go', 'github.com/acme/shop.Pay', 'shop.Pay'],
    ['go', '(*Checkout).Pay-fm', '(*Checkout).Pay.func'],
    ['php', 'App\\Checkout::pay', 'App\\Checkout::pay'],
    ['php', 'App\\Checkout::{closure}', '{closure}'],
    ['php', '{closure:App\\Checkout::pay():12}', 'Checkout::pay{closure}'],
    ['php', 'class@anonymous\u0000/srv/a.php:12$0::pay', 'class@anonymous::pay'],
    ['ruby', 'block (2 levels) in pay', 'block in pay'],
    ['ruby', 'rescue in block in pay', 'block in pay'],
    ['ruby', 'Shop::Checkout#pay', 'pay'],
    ['ruby', 'block in Shop::Checkout.pay', 'block in pay'],
    ['ruby', '_app_views_orders_show_html_erb___1234_5678', '_app_views_orders_show_html_erb'],
    ['elixir', 'anonymous fn/1 in Shop.Checkout.pay/2', 'fn in pay/2'],
    ['elixir', '-pay/2-fun-0-', 'fn in pay/2'],
    ['dart', 'Checkout.pay.<anonymous closure>', 'Checkout.pay.closure'],
    ['dart', '_Checkout@1234567.pay', '_Checkout.pay'],
    ['dart', 'new Checkout', 'Checkout'],
    ['rust', 'shop::pay::h0123456789abcdef', 'shop::pay'],
    ['rust', 'shop::pay::{{closure}}::h0123456789abcdef', 'shop::pay::{closure}'],
    ['rust', '<shop::Cart as shop::Pay>::pay', 'shop::Cart::pay'],
    ['rust', 'shop::get::<u32>', 'shop::get'],
    ['native', 'int Shop::pay(Order const&, int) const', 'Shop::pay'],
    ['native', 'void (anonymous namespace)::pay(int)', '(anonymous namespace)::pay'],
    ['native', 'std::vector<int, std::allocator<int> >::at(unsigned long)', 'std::vector<T>::at'],
    ['native', 'Shop::operator()(int) const', 'Shop::operator()'],
    ['native', 'pay [clone .cold.12]', 'pay'],
    ['native', 'memcpy@@GLIBC_2.14', 'memcpy'],
    ['native', '_pay@12', '_pay'],
    ['native', 'Shop::pay()::{lambda(int)#1}::operator()(int) const', 'Shop::pay::{lambda}::operator()'],
    ['native', '<redacted>', ''],
    ['cocoa', '-[Shop pay:with:]', '-[Shop pay:with:]'],
    ['cocoa', '__41-[Shop pay]_block_invoke_2', '-[Shop pay]_block'],
    ['cocoa', 'closure #1 in Shop.pay(order:)', 'closure in Shop.pay'],
    ['cocoa', 'specialized Shop.pay(order:) -> Int', 'Shop.pay'],
    ['perl', 'Shop::pay 0x7f3a', 'Shop::pay '],
  ])('of %s: %s is %j', (platform, name, wanted) => {
    expect(languageOf(platform).nameOf(name)).toBe(wanted)
  })
})

describe('a module', () => {
  it.each([
    ['java', 'shop.Checkout$$Lambda$14/0x0800', 'shop.Checkout'],
    ['java', 'shop.Checkout$$EnhancerBySpringCGLIB$$1a2b3c', 'shop.Checkout'],
    ['java', 'shop.Checkout$$SpringCGLIB$$0', 'shop.Checkout'],
    ['java', 'shop.Checkout$$FastClassByGuice$$99', 'shop.Checkout'],
    ['java', 'shop.Checkout$HibernateProxy$x1', 'shop.Checkout'],
    ['java', 'shop.Checkout_$$_javassist_seam_12', 'shop.Checkout'],
    ['java', 'shop.Checkout_ClientProxy', 'shop.Checkout'],
    ['java', 'shop.Checkout$1', 'shop.Checkout'],
    ['java', 'shop.Checkout$Inner', 'shop.Checkout$Inner'],
    ['java', 'com.sun.proxy.$Proxy42', 'proxy.$Proxy'],
    ['java', 'jdk.proxy2.$Proxy42', 'proxy.$Proxy'],
    ['clojure', 'shop.core$fn__1234', 'shop.core$fn'],
    ['kotlin', 'shop.Checkout$Companion', 'shop.Checkout'],
    ['csharp', 'Shop.Checkout+<PayAsync>d__5', 'Shop.Checkout'],
    ['csharp', 'Shop.Checkout+<>c__DisplayClass3_0', 'Shop.Checkout'],
    ['csharp', 'Shop.List`1[[System.String, mscorlib]]', 'Shop.List'],
    ['go', 'github.com/acme/shop/v3/pay', 'github.com/acme/shop/pay'],
    ['python', '__main__', ''],
    ['python', 'shop.views', 'shop.views'],
    ['javascript', 'shop/checkout/17', ''],
    ['node', 'dist.assets:index-Z4BF3OJZ', 'dist.assets:index'],
    ['node', '@acme/shop:checkout', '@acme/shop:checkout'],
  ])('of %s: %s is %j', (platform, module, wanted) => {
    expect(languageOf(platform).moduleOf(module)).toBe(wanted)
  })
})

describe('a frame that says nothing', () => {
  it.each<[string, Frame]>([
    ['javascript', { function: 'Array.forEach', filename: '<anonymous>' }],
    ['javascript', { function: 'forEach', filename: '[native code]' }],
    ['javascript', { function: 'f', filename: 'https://h/a.js line 1 > eval' }],
    ['node', { function: 'process.processTicksAndRejections', filename: 'node:internal/process/task_queues' }],
    ['javascript', { function: 'sentryWrapped', filename: 'https://h/a.js' }],
    ['node', { function: 'x', abs_path: '/app/node_modules/@sentry/node/build/index.js' }],
    ['javascript', { function: 'x', abs_path: 'webpack:///./node_modules/core-js/internals/task.js' }],
    ['node', { function: 'step', abs_path: '/app/node_modules/tslib/tslib.js' }],
    ['python', { function: '_call', filename: '<frozen importlib._bootstrap>' }],
    ['python', { function: '<listcomp>', filename: 'a.py' }],
    ['python', { function: 'x', module: 'sentry_sdk.integrations.wsgi', filename: 'wsgi.py' }],
    ['java', { function: 'invoke', module: 'jdk.internal.reflect.DirectMethodHandleAccessor' }],
    ['java', { function: 'invoke', module: 'java.lang.reflect.Method' }],
    ['java', { function: 'access$000', module: 'shop.Checkout' }],
    ['csharp', { function: 'Throw', module: 'System.Runtime.ExceptionServices.ExceptionDispatchInfo' }],
    ['go', { function: 'gopanic', module: 'runtime' }],
    ['ruby', { function: 'times', filename: '<internal:numeric>' }],
    ['native', { function: '__pthread_kill', package: '/usr/lib/system/libsystem_kernel.dylib' }],
    ['rust', { function: 'core::panicking::panic_fmt' }],
    ['dart', { function: '<asynchronous suspension>' }],
    ['python', { lineno: 3 }],
  ])('of %s: %j', (platform, frame) => {
    expect(read(frame, platform).ignored).not.toBeNull()
  })

  it.each<[string, Frame]>([
    ['javascript', { function: 'pay', filename: 'https://h/a.js' }],
    ['node', { function: 'evaluate', filename: '/app/evaluate.js' }],
    ['python', { function: 'pay', module: 'shop.views' }],
    ['native', { function: 'main', package: '/app/shop' }],
    ['go', { function: 'main', module: 'main' }],
  ])('is not, of %s: %j', (platform, frame) => {
    expect(read(frame, platform).ignored).toBeNull()
  })
})

describe('where the SDK did not say', () => {
  it.each<[string, Frame, boolean]>([
    ['node', { filename: '/srv/app/orders.js' }, true],
    ['node', { filename: '/srv/app/node_modules/x/index.js' }, false],
    ['node', { filename: 'node:internal/modules/cjs/loader' }, false],
    ['python', { abs_path: '/srv/app/shop/views.py' }, true],
    ['python', { abs_path: '/usr/lib/python3.12/site-packages/django/core.py' }, false],
    ['python', { abs_path: '/usr/local/lib/python3.12/json/decoder.py' }, false],
    ['java', { module: 'shop.Checkout' }, true],
    ['java', { module: 'java.util.HashMap' }, false],
    ['java', { module: 'org.springframework.web.Servlet' }, false],
    ['csharp', { module: 'Shop.Checkout' }, true],
    ['csharp', { module: 'System.Linq.Enumerable' }, false],
    ['go', { module: 'github.com/acme/shop', abs_path: '/srv/shop/pay.go' }, true],
    ['go', { module: 'net/http', abs_path: '/usr/local/go/src/net/http/server.go' }, false],
    ['go', { module: 'github.com/x/y', abs_path: '/root/go/pkg/mod/github.com/x/y@v1.2.3/y.go' }, false],
    ['php', { abs_path: '/srv/app/src/Pay.php' }, true],
    ['php', { abs_path: '/srv/app/vendor/symfony/Kernel.php' }, false],
    ['ruby', { abs_path: '/srv/app/app/models/pay.rb' }, true],
    ['ruby', { abs_path: '/usr/local/bundle/gems/rack-3.0/lib/rack.rb' }, false],
    ['elixir', { filename: 'lib/shop/pay.ex' }, true],
    ['elixir', { filename: 'deps/plug/lib/plug.ex' }, false],
    ['dart', { abs_path: 'package:shop/main.dart' }, true],
    ['dart', { abs_path: 'package:flutter/src/widgets.dart' }, false],
    ['rust', { function: 'shop::pay' }, true],
    ['rust', { function: 'std::io::read' }, false],
    ['native', { package: '/opt/game/bin/game' }, true],
    ['native', { package: '/usr/lib/libc.so.6' }, false],
    ['cocoa', { package: '/System/Library/Frameworks/UIKit.framework/UIKit' }, false],
  ])('of %s: %j is in the app: %s', (platform, frame, wanted) => {
    expect(read({ function: 'x', ...frame }, platform).inApp).toBe(wanted)
  })

  it('the word of the SDK counts, but for node_modules of browsers', () => {
    expect(read({ filename: '/srv/app/orders.js', in_app: false }, 'node').inApp).toBe(false)
    expect(read({ filename: './node_modules/react-dom/index.js', in_app: true }, 'javascript').inApp).toBe(false)
  })
})

describe('a minified frame', () => {
  it.each<[string, Frame, boolean]>([
    ['far to the right', { function: 'total', filename: 'a.js', lineno: 1, colno: 9000 }, true],
    ['with a name of two letters', { function: 'n.t', filename: 'a.js', lineno: 900, colno: 3 }, true],
    [
      'with a source map',
      { function: 't', filename: 'a.js', lineno: 1, colno: 9000, data: { sourcemap: 'a.js.map' } },
      false,
    ],
    ['of TypeScript', { function: 'go', filename: 'a.tsx', lineno: 1, colno: 3 }, false],
    ['without a name', { function: '?', filename: 'a.js', lineno: 10, colno: 3 }, false],
  ])('%s: %j', (_name, frame, wanted) => {
    expect(read(frame, 'javascript').isMinified).toBe(wanted)
  })

  it('has neither a name nor a line that counts, but its file', () => {
    const frame = read(
      { function: 't', filename: 'https://h/a/main.9fe21cab.js', lineno: 1, colno: 9000 },
      'javascript',
    )
    expect([frame.name, frame.place]).toEqual(['', 'main.js'])
  })
})

describe('an async method of C#', () => {
  it('is called by its own name', () => {
    const frame = read({ module: 'Shop.Checkout+<PayAsync>d__5', function: 'MoveNext()' }, 'csharp')
    expect([frame.place, frame.name]).toEqual(['Shop.Checkout', 'PayAsync'])
  })
})

it('no name takes long to trim', () => {
  const pieces = [
    ...[
      '<',
      '(',
      '<>',
      '()',
      'a::',
      '$$',
      '$',
      '{{closure}}',
      'block in ',
      '__1',
      'A.',
      '{closure:',
      '>g__a',
      '[',
      ']',
    ],
    ...[' as ', '#1', '$1', '@', '/', ' ', 'operator', '<lambda_', 'lambda$', '$lambda-0', 'class@anonymous', '[clone'],
  ]
  const start = performance.now()
  for (const platform of [
    'javascript',
    'python',
    'java',
    'csharp',
    'go',
    'php',
    'ruby',
    'elixir',
    'dart',
    'native',
    'perl',
  ])
    for (const piece of pieces) {
      const text = piece.repeat(10_000 / piece.length)
      languageOf(platform).nameOf(text)
      languageOf(platform).moduleOf(text)
    }
  // What is quadratic takes minutes.
  expect(performance.now() - start).toBeLessThan(5000)
})
