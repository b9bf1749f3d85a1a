import { double, doubleWithoutExpressions, doubleWithoutVariables, shell, single } from '../quote.js'
import { code, file, type Snippet, terminal } from './snippet.js'

export const go: Snippet = (dsn) => [
  terminal('Install', 'go get github.com/getsentry/sentry-go'),
  file(
    'Start it in main',
    'main.go',
    'go',
    `
import (
	"log"
	"time"

	"github.com/getsentry/sentry-go"
)

func main() {
	if err := sentry.Init(sentry.ClientOptions{Dsn: ${double(dsn)}}); err != nil {
		log.Fatalf("sentry.Init: %s", err)
	}
	defer sentry.Flush(2 * time.Second)
}
`,
  ),
  code('Send a first error', 'go', 'sentry.CaptureException(errors.New("Hello from Go"))'),
]

export const php: Snippet = (dsn) => [
  terminal('Install', 'composer require sentry/sentry'),
  file(
    'Start it first',
    'index.php',
    'php',
    `
<?php
require __DIR__ . '/vendor/autoload.php';

\\Sentry\\init(['dsn' => ${single(dsn)}]);
`,
  ),
  code('Send a first error', 'php', "throw new Exception('Hello from PHP');"),
]

export const laravel: Snippet = (dsn) => [
  terminal('Install', 'composer require sentry/sentry-laravel'),
  file(
    'Report what Laravel reports',
    'bootstrap/app.php',
    'php',
    `
use Sentry\\Laravel\\Integration;

->withExceptions(function (Exceptions $exceptions) {
    Integration::handles($exceptions);
})
`,
  ),
  terminal('Configure it', `php artisan sentry:publish --dsn=${shell(dsn)}`),
  terminal('Send a first error', 'php artisan sentry:test'),
]

export const symfony: Snippet = (dsn) => [
  terminal('Install', 'composer require sentry/sentry-symfony'),
  file('Configure it', '.env', 'properties', `SENTRY_DSN=${doubleWithoutVariables(dsn)}`),
  terminal('Send a first error', 'php bin/console sentry:test'),
]

export const ruby: Snippet = (dsn) => [
  terminal('Install', 'bundle add sentry-ruby'),
  file(
    'Start it first',
    'main.rb',
    'ruby',
    `
require "sentry-ruby"

Sentry.init do |config|
  config.dsn = ${doubleWithoutExpressions(dsn)}
end
`,
  ),
  code(
    'Send a first error',
    'ruby',
    `
begin
  1 / 0
rescue ZeroDivisionError => e
  Sentry.capture_exception(e)
end
`,
  ),
]

export const rails: Snippet = (dsn) => [
  terminal('Install', 'bundle add sentry-ruby sentry-rails'),
  file(
    'Configure it',
    'config/initializers/sentry.rb',
    'ruby',
    `
Sentry.init do |config|
  config.dsn = ${doubleWithoutExpressions(dsn)}
  config.breadcrumbs_logger = [:active_support_logger, :http_logger]
end
`,
  ),
  terminal('Send a first error', `bin/rails runner 'Sentry.capture_message("Hello from Rails")'`),
]

export const dotnet: Snippet = (dsn) => [
  terminal('Install', 'dotnet add package Sentry'),
  file(
    'Start it first',
    'Program.cs',
    'csharp',
    `
using Sentry;

using var _ = SentrySdk.Init(options => options.Dsn = ${double(dsn)});
`,
  ),
  code('Send a first error', 'csharp', 'SentrySdk.CaptureException(new InvalidOperationException("Hello from .NET"));'),
]

export const aspnet: Snippet = (dsn) => [
  terminal('Install', 'dotnet add package Sentry.AspNetCore'),
  file(
    'Start it with the host',
    'Program.cs',
    'csharp',
    `
var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseSentry(options => options.Dsn = ${double(dsn)});
`,
  ),
  code(
    'Send a first error',
    'csharp',
    `
app.MapGet("/debug-error", () =>
{
    throw new InvalidOperationException("Hello from ASP.NET Core");
});
`,
  ),
]

export const rust: Snippet = (dsn) => [
  terminal('Install', 'cargo add sentry'),
  file(
    'Keep the guard until main ends',
    'src/main.rs',
    'rust',
    `
fn main() {
    let _guard = sentry::init(${double(dsn)});
}
`,
  ),
  code('Send a first error', 'rust', 'panic!("Hello from Rust");'),
]

export const elixir: Snippet = (dsn) => [
  file(
    'Add it to the dependencies',
    'mix.exs',
    'elixir',
    `
{:sentry, "~> 13.0"},
{:finch, "~> 0.21"}
`,
  ),
  file(
    'Configure it',
    'config/config.exs',
    'elixir',
    `
config :sentry,
  dsn: ${doubleWithoutExpressions(dsn)},
  environment_name: config_env(),
  enable_source_code_context: true,
  root_source_code_paths: [File.cwd!()]
`,
  ),
  file(
    'Report crashes of processes',
    'lib/my_app/application.ex',
    'elixir',
    `
def start(_type, _args) do
  :logger.add_handler(:sentry_handler, Sentry.LoggerHandler, %{})
end
`,
  ),
  terminal('Send a first error', 'mix sentry.send_test_event'),
]

export const flutter: Snippet = (dsn) => [
  terminal('Install', 'flutter pub add sentry_flutter'),
  file(
    'Start it around the app',
    'lib/main.dart',
    'dart',
    `
import 'package:flutter/widgets.dart';
import 'package:sentry_flutter/sentry_flutter.dart';

Future<void> main() async {
  await SentryFlutter.init(
    (options) => options.dsn = ${doubleWithoutVariables(dsn)},
    appRunner: () => runApp(SentryWidget(child: const MyApp())),
  );
}
`,
  ),
  code('Send a first error', 'dart', "await Sentry.captureException(StateError('Hello from Flutter'));"),
]

export const swift: Snippet = (dsn) => [
  code('Add the package', 'text', 'https://github.com/getsentry/sentry-cocoa'),
  file(
    'Start it with the app',
    'MyApp.swift',
    'swift',
    `
import Sentry
import SwiftUI

@main
struct MyApp: App {
    init() {
        SentrySDK.start { options in
            options.dsn = ${double(dsn)}
        }
    }
}
`,
  ),
  code('Send a first error', 'swift', 'SentrySDK.capture(error: NSError(domain: "hello", code: 1))'),
]

export const native: Snippet = (dsn) => [
  code('Add the library', 'text', 'https://github.com/getsentry/sentry-native'),
  file(
    'Start and close it in main',
    'main.c',
    'c',
    `
#include <sentry.h>

int main(void) {
  sentry_options_t *options = sentry_options_new();
  sentry_options_set_dsn(options, ${double(dsn)});
  sentry_init(options);

  sentry_close();
}
`,
  ),
  code(
    'Send a first error',
    'c',
    `
sentry_capture_event(sentry_value_new_message_event(
    SENTRY_LEVEL_ERROR, "custom", "Hello from C"));
`,
  ),
]

export const other: Snippet = (dsn) => [
  file('Most SDKs read it from the environment', '.env', 'properties', `SENTRY_DSN=${doubleWithoutVariables(dsn)}`),
]
