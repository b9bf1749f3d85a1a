import { double } from '../quote.js'
import { code, file, type Snippet, terminal } from './snippet.js'

const install = (extra = '') => terminal('Install', `pip install --upgrade "sentry-sdk${extra}"`)

const init = (dsn: string) => `
import sentry_sdk

sentry_sdk.init(dsn=${double(dsn)})
`

export const python: Snippet = (dsn) => [
  install(),
  file('Start it first', 'main.py', 'python', init(dsn)),
  code('Send a first error', 'python', '1 / 0'),
]

export const django: Snippet = (dsn) => [
  install('[django]'),
  file('Start it with the settings', 'settings.py', 'python', init(dsn)),
  file(
    'Send a first error',
    'urls.py',
    'python',
    `
from django.urls import path

urlpatterns = [
    path("debug-error/", lambda request: 1 / 0),
]
`,
  ),
]

export const flask: Snippet = (dsn) => [
  install('[flask]'),
  file(
    'Start it before the app',
    'app.py',
    'python',
    `
import sentry_sdk
from flask import Flask

sentry_sdk.init(dsn=${double(dsn)})

app = Flask(__name__)
`,
  ),
  code(
    'Send a first error',
    'python',
    `
@app.route("/debug-error")
def debug_error():
    return 1 / 0
`,
  ),
]

export const fastapi: Snippet = (dsn) => [
  install('[fastapi]'),
  file(
    'Start it before the app',
    'main.py',
    'python',
    `
import sentry_sdk
from fastapi import FastAPI

sentry_sdk.init(dsn=${double(dsn)})

app = FastAPI()
`,
  ),
  code(
    'Send a first error',
    'python',
    `
@app.get("/debug-error")
async def debug_error():
    return 1 / 0
`,
  ),
]

export const celery: Snippet = (dsn) => [
  install('[celery]'),
  file('Start it where the worker starts', 'tasks.py', 'python', init(dsn)),
  code(
    'Send a first error',
    'python',
    `
@app.task
def debug_error():
    return 1 / 0

debug_error.delay()
`,
  ),
]
