// Browser journey through the console: GATEWAY_URL=http://127.0.0.1:3000 ROOT_PASSWORD=123456 node test/e2e-web/console.e2e.mjs
// Wants a running gateway on a fresh database, so that root still has the initial password. Prints TAP lines.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const gatewayUrl = process.env.GATEWAY_URL;
const initialPassword = process.env.ROOT_PASSWORD ?? '123456';
if (!gatewayUrl) {
  console.error('GATEWAY_URL is not set');
  process.exit(2);
}

const NEW_PASSWORD = 'Journey-2026!';
const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };
const artifacts = fileURLToPath(new URL('../.artifacts/', import.meta.url));
mkdirSync(artifacts, { recursive: true });

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
const context = await browser.newContext({ viewport: desktop, locale: 'zh-CN', baseURL: gatewayUrl });
context.setDefaultTimeout(10_000);
const page = await context.newPage();

const scriptErrors = [];
page.on('pageerror', (error) => scriptErrors.push(String(error)));

let passed = 0;
let failed = 0;

/** One step; after a failure the later ones still run, they tell how far the damage goes. */
async function step(name, action) {
  try {
    await action();
    passed += 1;
    console.log(`ok ${passed + failed} - ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`not ok ${passed + failed} - ${name}`);
    console.log(String(error?.stack ?? error).replace(/^/gm, '  # '));
    await page.screenshot({ path: `${artifacts}failed-${passed + failed}.png` }).catch(() => undefined);
  }
}

/** The page as it stands, at both sizes; nothing may stick out of a phone. */
async function photograph(name) {
  for (const [size, viewport] of Object.entries({ desktop, phone })) {
    await page.setViewportSize(viewport);
    await page.waitForTimeout(400);
    await page.screenshot({ path: `${artifacts}${name}-${size}.png` });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(overflow <= 0, `${name} is ${overflow} px too wide at ${viewport.width}`);
  }
  await page.setViewportSize(desktop);
}

/** A streamed call as the log route gives it. */
const call = {
  id: 1,
  request_id: '20261123120005123456789abcdefgh',
  user_id: 1,
  created_at: 1_795_435_205,
  type: 2,
  username: 'root',
  token_name: 'laptop',
  token_id: 1,
  model_name: 'claude-sonnet-4-5-20250929',
  quota: 6600,
  cost_usd: '0.0132',
  prompt_tokens: 1400,
  completion_tokens: 600,
  use_time: 4,
  duration_ms: 4210,
  first_byte_ms: 640,
  is_stream: true,
  multiplier: '模型倍率 1.50，补全倍率5.00，分组倍率 1.00',
  price: {
    lines: [
      { class: 'input', count: 1400, usd_per_million: '3' },
      { class: 'output', count: 600, usd_per_million: '15' },
    ],
    group_ratio: 1,
    total_usd: '0.0132',
  },
  status: 200,
  error_code: '',
  ip: '203.0.113.9',
};

const path = () => new URL(page.url()).pathname;
const heading = (text) => page.getByRole('heading', { level: 1, name: text }).waitFor();
const chooseLanguage = (name) => page.getByRole('button', { name, exact: true }).click();

async function signIn(username, password, button) {
  await page.locator('#username').fill(username);
  await page.locator('#password').fill(password);
  await page.getByRole('button', { name: button, exact: true }).click();
}

await step('a visitor lands on the sign-in page, in the language of the browser', async () => {
  await page.goto('/logs');
  await heading('登录');
  assert.equal(path(), '/sign-in');
  await photograph('sign-in-zh');
});

await step('a wrong password shows the message of the server', async () => {
  await signIn('root', 'certainly-wrong', '登录');
  const message = (await page.locator('.ant-alert-error').textContent())?.trim() ?? '';
  assert.match(message, /[\u4e00-\u9fff]/, 'the message is not Chinese');
  assert.equal(path(), '/sign-in');
  await photograph('sign-in-refused-zh');
});

await step('the message comes in English after switching', async () => {
  await chooseLanguage('English');
  await heading('Sign in');
  await signIn('root', 'wrong-again', 'Sign in');
  await page
    .locator('.ant-alert-error')
    .filter({ hasText: /^[\x20-\x7e]+$/ })
    .waitFor();
  await photograph('sign-in-refused-en');
  await chooseLanguage('中文');
  await heading('登录');
});

await step('the initial password leads to the password page and nowhere else', async () => {
  await signIn('root', initialPassword, '登录');
  await heading('修改密码');
  assert.equal(path(), '/change-password');
  await page.goto('/me');
  await heading('修改密码');
  await photograph('change-password-zh');
});

await step('two different new passwords are refused before anything is sent', async () => {
  await page.locator('#original').fill(initialPassword);
  await page.locator('#fresh').fill(NEW_PASSWORD);
  await page.locator('#repeat').fill(`${NEW_PASSWORD}x`);
  await page.locator('.ant-alert-warning').waitFor();
  await page.getByRole('button', { name: '保存新密码' }).click();
  assert.equal(path(), '/change-password');
});

await step('a new password opens the console', async () => {
  await page.locator('#repeat').fill(NEW_PASSWORD);
  await page.getByRole('button', { name: '保存新密码' }).click();
  await heading('我的账户');
});

await step('"who am I" shows name, role and balance', async () => {
  assert.equal((await page.getByTestId('username').textContent())?.trim(), 'root');
  assert.match((await page.getByTestId('balance').textContent()) ?? '', /^\s*-?<?\$[\d,]+\.\d{2,}\s*$/);
  await page.getByText('超级管理员').first().waitFor();
  await photograph('me-zh');
});

await step('the log opens from the menu', async () => {
  await page.getByRole('navigation').getByRole('link', { name: '调用日志' }).click();
  await heading('调用日志');
  await page.locator('tbody tr.ant-table-row, [data-testid=empty]').first().waitFor();
  await photograph('logs-zh');
});

await step(
  'a row of the log opens its price breakdown (the row is played: a fresh database has no calls)',
  async () => {
    const answers = (url) => url.pathname === '/api/log/self';
    await page.route(answers, (route) =>
      route.fulfill({ json: { success: true, message: '', data: [call], total: 1 } }),
    );
    await page.reload();
    const row = page.locator('tbody tr.ant-table-row');
    await row.filter({ hasText: 'claude-sonnet-4-5' }).waitFor();
    await row.locator('button.ant-table-row-expand-icon').click();
    await page.getByText('$3.00 / 百万 Token').waitFor();
    await page.getByText('$0.0132').last().waitFor();
    await photograph('logs-open-zh');
    await page.unroute(answers);
    await page.reload();
    await heading('调用日志');
  },
);

await step('filters go to the URL and survive a reload', async () => {
  await page.locator('[formcontrolname=model]').fill('no-such-model');
  await page.getByRole('button', { name: '查询' }).click();
  await page.getByText('没有符合条件的日志').waitFor();
  assert.equal(new URL(page.url()).searchParams.get('model'), 'no-such-model');
  await page.reload();
  await page.getByText('没有符合条件的日志').waitFor();
  assert.equal(await page.locator('[formcontrolname=model]').inputValue(), 'no-such-model');
  await photograph('logs-nothing-zh');
  await page.getByTestId('empty').getByRole('button', { name: '重置' }).click();
  await page.waitForURL((url) => url.search === '');
});

await step('the language is switched at run time and remembered', async () => {
  await chooseLanguage('English');
  await heading('Call log');
  await page.reload();
  await heading('Call log');
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  await page.locator('tbody tr.ant-table-row, [data-testid=empty]').first().waitFor();
  await photograph('logs-en');
  await page.getByRole('navigation').getByRole('link', { name: 'My account' }).click();
  await heading('My account');
  await page.getByTestId('balance').waitFor();
  await photograph('me-en');
});

await step('an unknown address says so', async () => {
  await page.goto('/no/such/page');
  await heading('Page not found');
});

await step('signing out ends the session', async () => {
  await page.getByRole('button', { name: 'Sign out' }).click();
  await heading('Sign in');
  await page.goto('/me');
  await heading('Sign in');
});

await step('after signing in one arrives where one wanted to go', async () => {
  await page.goto('/logs?size=50');
  await heading('Sign in');
  await signIn('root', NEW_PASSWORD, 'Sign in');
  await heading('Call log');
  assert.equal(new URL(page.url()).searchParams.get('size'), '50');
});

await step('no page threw a script error', async () => {
  assert.deepEqual(scriptErrors, []);
});

await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
