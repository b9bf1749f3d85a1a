// A CSS module in jest: every class answers with its own name.
module.exports = new Proxy(
  { __esModule: false },
  { get: (_target, key) => (key === '__esModule' ? false : String(key)) },
)
