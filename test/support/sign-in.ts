import type { Page } from 'playwright-core';

/** Fills in the page of that name at the service. */
export async function signIn(page: Page, url: string, username: string, password: string): Promise<void> {
  await page.goto(`${url}/`);
  await page.locator('#username').fill(username);
  await page.locator('#password').fill(password);
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
}

/** A person's first act: a password of their own in place of the one that the administrator gave. */
export async function choosePassword(page: Page, present: string, password: string): Promise<void> {
  await page.locator('#present').fill(present);
  await page.locator('#password').fill(password);
  await page.locator('#again').fill(password);
  await page.getByRole('button', { name: 'Đổi mật khẩu', exact: true }).click();
  await page.getByText('Đã đổi mật khẩu.').waitFor();
}

/** The administrator, on the page of people, adds one. @returns the password to hand over */
export async function addPerson(page: Page, name: string, username: string, role: string): Promise<string> {
  await page.locator('#name').fill(name);
  await page.locator('#username').fill(username);
  await page.locator(`#new-${role}`).check();
  await page.getByRole('button', { name: 'Thêm', exact: true }).click();
  // Not that of the person before, who stands there until the page has changed.
  return (await page.locator('.tt-notice', { hasText: name }).locator('.tt-secret').textContent()) ?? '';
}
