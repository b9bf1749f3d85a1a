import type { DialogOptions } from './options.js'

/**
 * The script that shows the dialog on somebody else's page. The options come from the address, so anybody's: they enter
 * the script as one JSON literal and the page as text only.
 */
export function dialogScript(options: DialogOptions, endpoint: string): string {
  return `(${PROGRAM})(${literal({ ...options, endpoint, styles: STYLES })});\n`
}

/** JSON that is also safe in a script that somebody inlines into HTML, and in engines older than ES2019. */
function literal(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/**
 * Plain JavaScript, as it goes over the wire. It stands in a shadow root, so that the styles of the page and its own leave
 * each other alone, and uses no inline style or script: only `connect-src` of the page's policy has to allow the server.
 * `__sentry_reportdialog_closed__` is what the SDK waits for to call `onClose`.
 */
const PROGRAM = `function (options) {
  'use strict';
  var texts = options.texts;
  var host = document.createElement('div');
  var root = host.attachShadow({ mode: 'open' });
  try {
    var sheet = new CSSStyleSheet();
    sheet.replaceSync(options.styles);
    root.adoptedStyleSheets = [sheet];
  } catch (_) {
    root.appendChild(element('style', {}, options.styles));
  }

  function element(name, attributes, text) {
    var made = document.createElement(name);
    for (var key in attributes) made.setAttribute(key, attributes[key]);
    if (text !== undefined) made.textContent = text;
    return made;
  }

  var dialog = element('dialog', { lang: options.lang, 'aria-labelledby': 'title', 'aria-describedby': 'subtitle' });
  var form = element('form', { novalidate: '' });
  var title = element('h2', { id: 'title', tabindex: '-1' }, texts.title);
  var subtitle = element('p', { id: 'subtitle' });
  subtitle.append(element('span', {}, texts.subtitle), ' ', element('span', { class: 'second' }, texts.subtitle2));
  var summary = element('p', { class: 'summary', role: 'alert' });

  var fields = {};
  function field(name, label, tag, attributes, value) {
    var row = element('div', { class: 'field' });
    var input = element(tag, Object.assign({ id: name, name: name, required: '' }, attributes));
    var error = element('p', { class: 'error', id: name + '-error' });
    input.value = value;
    row.append(element('label', { 'for': name }, label), input, error);
    fields[name] = { input: input, error: error };
    return row;
  }

  var close = element('button', { type: 'button', class: 'close' }, texts.labelClose);
  var submit = element('button', { type: 'submit', class: 'submit' }, texts.labelSubmit);
  var buttons = element('div', { class: 'buttons' });
  buttons.append(submit, close);
  form.append(
    title,
    subtitle,
    summary,
    field('name', texts.labelName, 'input', { autocomplete: 'name', maxlength: '128' }, options.name),
    field('email', texts.labelEmail, 'input', { type: 'email', autocomplete: 'email', maxlength: '254' }, options.email),
    field('comments', texts.labelComments, 'textarea', { rows: '5', maxlength: '4096' }, ''),
    buttons
  );
  dialog.append(form);
  root.append(dialog);

  function showErrors(errors, message) {
    var first = null;
    for (var name in fields) {
      var found = errors[name];
      var said = Array.isArray(found) ? found.join(' ') : '';
      fields[name].error.textContent = said;
      if (said === '') {
        fields[name].input.removeAttribute('aria-invalid');
        fields[name].input.removeAttribute('aria-describedby');
        continue;
      }
      fields[name].input.setAttribute('aria-invalid', 'true');
      fields[name].input.setAttribute('aria-describedby', name + '-error');
      first = first || fields[name].input;
    }
    summary.textContent = message;
    if (first !== null) first.focus();
  }

  function showThanks() {
    var thanks = element('p', { class: 'thanks', role: 'status', tabindex: '-1' }, texts.successMessage);
    buttons.replaceChildren(close);
    form.replaceChildren(title, thanks, buttons);
    dialog.removeAttribute('aria-describedby');
    close.focus();
  }

  function send(event) {
    event.preventDefault();
    if (submit.disabled) return;
    submit.disabled = true;
    showErrors({}, '');
    var body = new URLSearchParams();
    for (var name in fields) body.set(name, fields[name].input.value);
    fetch(options.endpoint, { method: 'POST', body: body, credentials: 'omit' })
      .then(function (response) {
        if (response.ok) return showThanks();
        if (response.status !== 400) throw new Error(String(response.status));
        return response.json().then(function (answer) {
          showErrors(answer.errors || {}, texts.errorFormEntry);
        });
      })
      .catch(function () {
        showErrors({}, texts.errorGeneric);
      })
      .then(function () {
        submit.disabled = false;
      });
  }

  form.addEventListener('submit', send);
  close.addEventListener('click', function () {
    dialog.close();
  });
  dialog.addEventListener('close', function () {
    host.remove();
    window.postMessage('__sentry_reportdialog_closed__', '*');
  });
  (document.body || document.documentElement).appendChild(host);
  dialog.showModal();
  (options.name === '' ? fields.name : options.email === '' ? fields.email : fields.comments).input.focus();
}`

const STYLES = `
:host { all: initial; }
dialog {
  color-scheme: light dark;
  --surface: light-dark(#ffffff, #1a1e22);
  --text: light-dark(#1b1f22, #eceae4);
  --text-soft: light-dark(#474c50, #b9bcbd);
  --edge: light-dark(#85847e, #747b81);
  --accent: light-dark(#0b666a, #5cc9c4);
  --accent-text: light-dark(#ffffff, #062322);
  --danger: light-dark(#b02a1b, #ff8d78);
  box-sizing: border-box;
  width: min(520px, calc(100vw - 24px));
  max-height: calc(100vh - 24px);
  max-height: calc(100dvh - 24px);
  margin: auto;
  padding: 24px;
  overflow: auto;
  overflow-wrap: anywhere;
  border: 1px solid light-dark(#e2dfd6, #2c3237);
  border-radius: 10px;
  background: var(--surface);
  color: var(--text);
  box-shadow: 0 12px 40px rgb(0 0 0 / 30%);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif;
}
dialog::backdrop { background: rgb(16 18 20 / 60%); }
h2 { margin: 0 0 8px; font-size: 20px; line-height: 1.3; outline: none; }
p { margin: 0; }
#subtitle { margin-bottom: 20px; color: var(--text-soft); }
.summary, .error { color: var(--danger); }
.summary:not(:empty) { margin-bottom: 16px; padding: 8px 12px; border: 1px solid; border-radius: 6px; }
.field { margin-bottom: 16px; }
label { display: block; margin-bottom: 4px; font-weight: 600; font-size: 14px; }
input, textarea {
  display: block;
  box-sizing: border-box;
  width: 100%;
  min-height: 44px;
  padding: 8px 12px;
  border: 1px solid var(--edge);
  border-radius: 6px;
  background: var(--surface);
  color: inherit;
  font: inherit;
}
textarea { resize: vertical; }
[aria-invalid] { border-color: var(--danger); box-shadow: 0 0 0 1px var(--danger); }
.error:not(:empty) { margin-top: 8px; font-size: 14px; }
.buttons { display: flex; flex-wrap: wrap; gap: 12px; margin-top: 8px; }
button {
  min-height: 44px;
  padding: 8px 18px;
  border: 1px solid var(--edge);
  border-radius: 6px;
  background: transparent;
  color: inherit;
  font: inherit;
  font-weight: 600;
  cursor: pointer;
}
.submit { border-color: var(--accent); background: var(--accent); color: var(--accent-text); }
button:disabled { opacity: 0.6; cursor: progress; }
:focus-visible { outline: 3px solid light-dark(#0b7f86, #6fd8d3); outline-offset: 2px; }
.thanks { margin: 8px 0 20px; }
`
