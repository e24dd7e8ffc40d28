// A real Chromium over its debugging pipe: no port, no driver, no download.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The command of a Chromium on this machine; null if there is none. */
export function chromium(): string | null {
  const given = process.env['CHROMIUM'];
  const found = (given ? [given] : names).find(name => spawnSync(name, ['--version']).status === 0);
  return found ?? null;
}

type Params = Record<string, unknown>;
type Answer = Record<string, any>;

export interface Page {
  send(method: string, params?: Params): Promise<Answer>;
  /** What an expression comes to in the page, as JSON. */
  evaluate<T>(expression: string): Promise<T>;
  open(url: string): Promise<void>;
  /** A mouse click in the middle of the first element that the selector finds. */
  click(selector: string): Promise<void>;
  /** Keys as a person presses them: characters, or names such as ArrowDown. */
  press(...keys: readonly string[]): Promise<void>;
  /** URLs of everything that was asked for since the page was made. */
  readonly requests: readonly string[];
  /** Errors, warnings and violations of its policy that the page caused. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export interface Browser {
  page(width: number, height: number, options?: { dark?: boolean; script?: boolean }): Promise<Page>;
  close(): Promise<void>;
}

export async function launch(command: string): Promise<Browser> {
  const folder = mkdtempSync(join(tmpdir(), 'chromium-'));
  const child = spawn(
    command,
    [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--no-first-run',
      '--remote-debugging-pipe',
      `--user-data-dir=${folder}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  );
  const pipe = connect(child);
  return {
    page: (width, height, options = {}) => newPage(pipe, width, height, options),
    async close() {
      const gone = new Promise(resolve => child.once('exit', resolve));
      await pipe.send('Browser.close').catch(() => undefined);
      await gone;
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

interface Pipe {
  send(method: string, params?: Params, session?: string): Promise<Answer>;
  listen(session: string, listener: (method: string, params: Answer) => void): void;
}

function connect(child: ChildProcess): Pipe {
  const [, , , to, from] = child.stdio as unknown as [null, null, null, Writable, Readable];
  const waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();
  const listeners = new Map<string, (method: string, params: Answer) => void>();
  let last = 0;
  let rest = '';
  from.setEncoding('utf8').on('data', (chunk: string) => {
    const messages = (rest + chunk).split('\0');
    rest = messages.pop()!;
    for (const text of messages) {
      const message = JSON.parse(text) as Answer;
      if (message['id'] === undefined)
        listeners.get(message['sessionId'] as string)?.(message['method'], message['params']);
      else {
        const { resolve, reject } = waiting.get(message['id'] as number)!;
        waiting.delete(message['id'] as number);
        if (message['error']) reject(new Error(message['error'].message as string));
        else resolve(message['result'] as Answer);
      }
    }
  });
  child.once('exit', code => {
    for (const { reject } of waiting.values()) reject(new Error(`Chromium ended with ${code}`));
    waiting.clear();
  });
  return {
    send: (method, params = {}, sessionId) =>
      new Promise((resolve, reject) => {
        const id = ++last;
        waiting.set(id, { resolve, reject });
        to.write(`${JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })}\0`);
      }),
    listen: (session, listener) => void listeners.set(session, listener),
  };
}

async function newPage(
  pipe: Pipe,
  width: number,
  height: number,
  { dark = false, script = true }: { dark?: boolean; script?: boolean },
): Promise<Page> {
  const { targetId } = await pipe.send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await pipe.send('Target.attachToTarget', { targetId, flatten: true });
  const requests: string[] = [];
  const complaints: string[] = [];
  let loaded: (() => void) | undefined;
  pipe.listen(sessionId as string, (method, params) => {
    if (method === 'Network.requestWillBeSent') requests.push(params['request'].url as string);
    if (method === 'Log.entryAdded') complaints.push(params['entry'].text as string);
    if (method === 'Runtime.exceptionThrown') complaints.push(JSON.stringify(params['exceptionDetails']));
    if (method === 'Runtime.consoleAPICalled') complaints.push(JSON.stringify(params['args']));
    if (method === 'Page.javascriptDialogOpening') complaints.push(`dialog: ${params['message']}`);
    if (method === 'Page.loadEventFired') loaded?.();
  });
  const send = (method: string, params: Params = {}) => pipe.send(method, params, sessionId as string);
  for (const domain of ['Page', 'Network', 'Log', 'Runtime']) await send(`${domain}.enable`);
  await send('Emulation.setDeviceMetricsOverride', {
    width,
    height,
    deviceScaleFactor: 1,
    mobile: width < 600,
  });
  await send('Emulation.setEmulatedMedia', {
    features: [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }],
  });
  if (!script) await send('Emulation.setScriptExecutionDisabled', { value: true });
  const page: Page = {
    send,
    requests,
    complaints,
    async evaluate<T>(expression: string) {
      const { result, exceptionDetails } = await send('Runtime.evaluate', {
        expression,
        returnByValue: true,
        awaitPromise: true,
      });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value as T;
    },
    async open(url) {
      const ready = new Promise<void>(resolve => (loaded = resolve));
      await send('Page.navigate', { url });
      await ready;
    },
    async click(selector) {
      const { x, y } = await page.evaluate<{ x: number; y: number }>(`(() => {
        const element = document.querySelector(${JSON.stringify(selector)});
        element.scrollIntoView({ block: 'center' });
        const { left, top, width, height } = element.getClientRects()[0];
        return { x: left + width / 2, y: top + height / 2 };
      })()`);
      const at = { x, y, button: 'left', clickCount: 1 };
      await send('Input.dispatchMouseEvent', { type: 'mousePressed', ...at });
      await send('Input.dispatchMouseEvent', { type: 'mouseReleased', ...at });
    },
    async press(...keys) {
      for (const key of keys) {
        const one =
          key.length === 1 ? { key, text: key } : { key, code: key, windowsVirtualKeyCode: codes[key]! };
        await send('Input.dispatchKeyEvent', { type: 'keyDown', ...one });
        await send('Input.dispatchKeyEvent', { type: 'keyUp', ...one });
      }
    },
    close: async () => void (await pipe.send('Target.closeTarget', { targetId })),
  };
  return page;
}

const codes: Readonly<Record<string, number>> = { ArrowDown: 40, ArrowUp: 38, Tab: 9, Enter: 13, Home: 36 };
