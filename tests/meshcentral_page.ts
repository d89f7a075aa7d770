import type { Browser, BrowserContext, Page } from "playwright-core";

/** Logs in to MeshCentral's own web page, in a new page of `context`. */
export async function openMeshCentral(
  context: Browser | BrowserContext,
  url: string,
  login: { readonly username: string; readonly password: string },
): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  await page.fill("#username", login.username);
  // Key by key: the button of 0.7.99 is only enabled by one.
  await page.locator("#password").pressSequentially(login.password);
  await page.click("#loginButton");
  await page.locator("#logoutControl, #logoutControlSpan").first().waitFor();
  return page;
}
