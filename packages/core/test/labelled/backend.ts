import { type Bug, bug, thrown } from './bug.js'

const py = (module: string, fn: string, line: string, extra: object = {}) => {
  const path = `${module.replaceAll('.', '/')}.py`
  const isLibrary = /^(?:django|celery|sqlalchemy|json)/.test(module)
  return {
    module,
    function: fn,
    filename: path,
    abs_path: `${isLibrary ? '/usr/lib/python3.12/site-packages' : '/srv/app'}/${path}`,
    context_line: line,
    lineno: 7,
    in_app: !isLibrary,
    ...extra,
  }
}
const django = (version: number) => [
  py('django.core.handlers.exception', 'inner', 'response = get_response(request)'),
  py(
    'django.core.handlers.base',
    version > 3 ? '_get_response' : '_legacy_get_response',
    'response = wrapped(request)',
  ),
]
const java = (module: string, fn: string, inApp = true) => ({
  module,
  function: fn,
  filename: `${module.split('.').at(-1)}.java`,
  lineno: 31,
  in_app: inApp,
})
const reflection = (style: 'native' | 'generated' | 'handle') =>
  ({
    native: [
      java('jdk.internal.reflect.NativeMethodAccessorImpl', 'invoke0', false),
      java('java.lang.reflect.Method', 'invoke', false),
    ],
    generated: [
      java('jdk.internal.reflect.GeneratedMethodAccessor141', 'invoke', false),
      java('java.lang.reflect.Method', 'invoke', false),
    ],
    handle: [
      java('jdk.internal.reflect.DirectMethodHandleAccessor', 'invoke', false),
      java('java.lang.reflect.Method', 'invoke', false),
    ],
  })[style]
const net = (module: string, fn: string, inApp = true) => ({ module, function: fn, in_app: inApp, lineno: 12 })
const go = (module: string, fn: string, path: string, inApp = true) => ({
  module,
  function: fn,
  abs_path: path,
  filename: path.split('/').at(-1),
  in_app: inApp,
  lineno: 40,
})
const php = (fn: string, path: string, inApp = true) => ({
  function: fn,
  filename: path,
  abs_path: path,
  in_app: inApp,
  lineno: 20,
})
const rb = (fn: string, path: string, inApp = true) => ({
  function: fn,
  filename: path.split('/').at(-1),
  abs_path: path,
  in_app: inApp,
  lineno: 20,
})

export const BACKEND: readonly Bug[] = [
  bug(
    'a key that is missing in a view of Django 3 and 5',
    ...[3, 5].map((version) =>
      thrown('python', {
        type: 'KeyError',
        value: "'total'",
        frames: [...django(version), py('shop.views', 'cart', 'return basket["total"]')],
      }),
    ),
  ),
  bug(
    'another key missing in the same view',
    thrown('python', {
      type: 'KeyError',
      value: "'name'",
      frames: [...django(5), py('shop.views', 'cart', 'title = user.profile.name')],
    }),
  ),
  bug(
    'a division in a job, started as a script or imported, with a comprehension that Python 3.12 no longer shows',
    thrown('python', {
      type: 'ZeroDivisionError',
      value: 'division by zero',
      frames: [
        py('__main__', 'run', 'rate()', { filename: 'job.py' }),
        py('__main__', '<listcomp>', 'rate(x)', { filename: 'job.py' }),
        py('__main__', 'rate', 'return a / b', { filename: 'job.py' }),
      ],
    }),
    thrown('python', {
      type: 'ZeroDivisionError',
      value: 'division by zero',
      frames: [
        py('__main__', 'run', 'rate()', { filename: '/opt/job.py' }),
        py('__main__', 'rate', 'return a / b', { filename: '/opt/job.py' }),
      ],
    }),
  ),
  bug(
    'an order that no row has, from a task of Celery',
    ...[17, 4711].map((id) =>
      thrown('python', {
        type: 'Order.DoesNotExist',
        value: `Order ${id} does not exist`,
        frames: [
          py('celery.app.trace', 'trace_task', 'R = fun()'),
          py('shop.tasks', 'ship', 'order = Order.objects.get(id=id)'),
        ],
      }),
    ),
  ),
  bug(
    'log calls with a template',
    { platform: 'python', logger: 'shop', logentry: { message: 'payment %s failed for %s', params: ['17', 'ann'] } },
    {
      platform: 'python',
      logger: 'shop',
      logentry: { message: 'payment %s failed for %s', params: ['18', 'bob'], formatted: 'payment 18 failed for bob' },
    },
  ),
  bug(
    'log calls with everything written into the text',
    { platform: 'python', message: 'retry 3 of job 7d0e9a70-1c2d-4f5a-8b6c-0123456789ab in 1.5s' },
    { platform: 'python', message: 'retry 12 of job 11111111-1c2d-4f5a-8b6c-0123456789ff in 60s' },
  ),
  bug(
    'recursion without an end',
    ...[40, 75].map((depth) =>
      thrown('python', {
        type: 'RecursionError',
        value: 'maximum recursion depth exceeded',
        frames: [
          py('shop.tree', 'main', 'walk(root)'),
          ...Array.from({ length: depth }, () => py('shop.tree', 'walk', 'walk(node.left)')),
        ],
      }),
    ),
  ),
  bug(
    'a group of failed fetches, in any order and number',
    ...[
      ['Timeout', 'Refused'],
      ['Refused', 'Timeout', 'Timeout'],
    ].map((types) => ({
      platform: 'python',
      exception: {
        values: [
          ...types.map((type, at) => ({
            type,
            value: `host ${at}`,
            mechanism: { type: 'chained', exception_id: at + 1, parent_id: 0, source: `exceptions[${at}]` },
            stacktrace: { frames: [py('shop.fetch', 'fetch', 'await get(url)'), py('shop.net', 'get', 'raise')] },
          })),
          {
            type: 'ExceptionGroup',
            value: `${types.length} errors`,
            mechanism: { type: 'logging', exception_id: 0, is_exception_group: true },
            stacktrace: {
              frames: [py('shop.fetch', 'fetch_all', 'async with group'), py('shop.fetch', 'main', 'run()')],
            },
          },
        ],
      },
    })),
  ),
  bug(
    'a null in a controller of Spring, reached by reflection in each of its ways',
    ...(['native', 'generated', 'handle'] as const).map((style, at) =>
      thrown('java', {
        type: 'NullPointerException',
        value: 'Cannot invoke "Order.total()" because "order" is null',
        frames: [
          java('org.springframework.web.servlet.DispatcherServlet', 'doDispatch', false),
          ...reflection(style),
          java(`com.acme.OrderController$$EnhancerBySpringCGLIB$$1a2b${at}`, 'show'),
          java('com.acme.OrderController', 'show'),
          java('com.acme.OrderController', `lambda$show$${at}`),
        ],
      }),
    ),
  ),
  bug(
    'another null one function further',
    thrown('java', {
      type: 'NullPointerException',
      frames: [java('com.acme.OrderController', 'show'), java('com.acme.Pricing', 'total')],
    }),
  ),
  bug(
    'a wrapped failure of SQL',
    ...['ERROR: deadlock detected Process 71', 'ERROR: deadlock detected Process 9'].map((value) =>
      thrown(
        'java',
        {
          type: 'PSQLException',
          value,
          frames: [java('org.postgresql.core.v3.QueryExecutorImpl', 'execute', false), java('com.acme.Store', 'save')],
        },
        {
          type: 'StoreException',
          value: 'cannot save',
          frames: [java('com.acme.Checkout', 'run'), java('com.acme.Store', 'save')],
        },
      ),
    ),
  ),
  bug(
    'an async method of C#, in debug and release builds',
    thrown('csharp', {
      type: 'System.InvalidOperationException',
      value: 'no basket',
      frames: [net('Shop.CheckoutController', 'Post'), net('Shop.Payments+<PayAsync>d__5', 'MoveNext()')],
    }),
    thrown('csharp', {
      type: 'System.InvalidOperationException',
      value: 'no basket',
      frames: [
        net('Shop.CheckoutController', 'Post(Order order)'),
        net('System.Runtime.ExceptionServices.ExceptionDispatchInfo', 'Throw()', false),
        net('Shop.Payments+<PayAsync>d__11', 'MoveNext'),
      ],
    }),
  ),
  bug(
    'a lambda of C# that moved within its class',
    ...[3, 7].map((at) =>
      thrown('csharp', {
        type: 'System.FormatException',
        value: `'${at}x' is no number`,
        frames: [net('Shop.Import', 'Run'), net(`Shop.Import+<>c__DisplayClass${at}_0`, `<Run>b__${at}`)],
      }),
    ),
  ),
  bug(
    'a map that is nil in a handler of Go',
    ...['/srv/build-1', '/home/runner/work/shop'].map((root) =>
      thrown('go', {
        type: 'runtime.plainError',
        value: 'assignment to entry in nil map',
        frames: [
          go('net/http', '(*conn).serve', '/usr/local/go/src/net/http/server.go', false),
          go('acme/shop', '(*Server).Pay', `${root}/pay.go`),
          go('acme/shop', '(*Server).Pay.func2', `${root}/pay.go`),
          go('runtime', 'gopanic', '/usr/local/go/src/runtime/panic.go', false),
        ],
      }),
    ),
  ),
  bug(
    'an error made with errors.New and captured in one place',
    ...['17', '99'].map((id) =>
      thrown('go', {
        type: '*errors.errorString',
        value: `order ${id} is gone`,
        frames: [go('main', 'main', '/srv/main.go')],
      }),
    ),
  ),
  bug(
    'another error captured in that place',
    thrown('go', { type: '*errors.errorString', value: 'queue is full', frames: [go('main', 'main', '/srv/main.go')] }),
  ),
  bug(
    'a closure of Laravel in PHP 8.3 and 8.4',
    ...['{closure}', '{closure}'].map((name, at) =>
      thrown('php', {
        type: 'ErrorException',
        value: `Undefined variable $a${at}`,
        frames: [
          php('Illuminate\\Routing\\Route::run', `/srv/${at}/vendor/laravel/framework/src/Route.php`, false),
          php('App\\Http\\Cart::show', `/srv/${at}/app/Http/Cart.php`),
          php(`App\\Http\\Cart::${name}`, `/srv/${at}/app/Http/Cart.php`),
        ],
      }),
    ),
  ),
  bug(
    'a nil in Rails, with Ruby 3.3 and 3.4',
    thrown('ruby', {
      type: 'NoMethodError',
      value: "undefined method `name' for nil:NilClass",
      frames: [
        rb('call', '/usr/local/bundle/gems/rack-2.2.8/lib/rack.rb', false),
        rb('show', '/srv/app/controllers/carts_controller.rb'),
        rb('block in total', '/srv/app/models/cart.rb'),
      ],
    }),
    thrown('ruby', {
      type: 'NoMethodError',
      value: "undefined method 'name' for nil",
      frames: [
        rb('Rack::Runtime#call', '/usr/local/bundle/gems/rack-3.1.0/lib/rack.rb', false),
        rb('CartsController#show', '/srv/app/controllers/carts_controller.rb'),
        rb('block in Cart#total', '/srv/app/models/cart.rb'),
      ],
    }),
  ),
  bug(
    'a template of Rails, compiled anew by each process',
    ...['1234567_8901', '99_100200'].map((id) =>
      thrown('ruby', {
        type: 'ActionView::Template::Error',
        value: 'nil',
        frames: [
          rb('show', '/srv/app/controllers/carts_controller.rb'),
          rb(`_app_views_carts_show_html_erb__${id}`, '/srv/app/views/carts/show.html.erb'),
        ],
      }),
    ),
  ),
  bug(
    'a clause that does not match in Elixir',
    ...['anonymous fn/1 in Shop.Cart.total/1', '-total/1-fun-0-'].map((name, at) =>
      thrown('elixir', {
        type: 'FunctionClauseError',
        value: `no clause ${at}`,
        frames: [
          { module: 'Plug.Router', function: 'Plug.Router.call/2', filename: 'deps/plug/lib/router.ex', in_app: false },
          { module: 'Shop.Cart', function: 'Shop.Cart.show/2', filename: 'lib/shop/cart.ex', in_app: true },
          {
            module: 'Shop.Cart',
            function: name,
            filename: 'lib/shop/cart.ex',
            in_app: true,
          },
        ],
      }),
    ),
  ),
  // A function was renamed: people know that it is the same, the stack does not say so.
  bug(
    'a failure in a function that was renamed',
    thrown('python', {
      type: 'ValueError',
      value: 'bad date',
      frames: [...django(5), py('shop.dates', 'parse_date', 'raise ValueError("bad date")')],
    }),
    thrown('python', {
      type: 'ValueError',
      value: 'bad date',
      frames: [...django(5), py('shop.dates', 'parse', 'raise ValueError("bad date")')],
    }),
  ),
]
