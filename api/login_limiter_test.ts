import assert from "node:assert/strict";
import { LoginLimiter } from "./login_limiter.ts";
import { memoryStore } from "./stores/memory_store.ts";

async function triesUntilRefused(limiter: LoginLimiter, user: () => string, address: string) {
  for (let tries = 0; tries < 100; tries++) {
    const refused = await limiter.tries(user(), address).then(() => undefined, (error) => error);
    if (refused !== undefined) return { tries, refused };
  }
  return { tries: 100, refused: undefined };
}

Deno.test("six tries for one user from one address, and then it says how long to wait", async () => {
  const limiter = new LoginLimiter(memoryStore());
  const { tries, refused } = await triesUntilRefused(limiter, () => "Admin", "192.0.2.1");
  assert.equal(tries, 6);
  assert.deepEqual([refused.code, refused.status], ["too_many_requests", 429]);
  assert.ok(refused.retryAfter > 0 && refused.retryAfter <= 600);
  await assert.rejects(limiter.tries("aDMIN", "192.0.2.1"), { code: "too_many_requests" });
});

Deno.test("nobody locks an administrator out from elsewhere", async () => {
  const limiter = new LoginLimiter(memoryStore());
  await triesUntilRefused(limiter, () => "admin", "192.0.2.66");
  await limiter.tries("admin", "192.0.2.1");
});

Deno.test("thirty tries from one address, whichever users", async () => {
  const limiter = new LoginLimiter(memoryStore());
  let user = 0;
  const { tries } = await triesUntilRefused(limiter, () => `user${user++}`, "192.0.2.1");
  assert.equal(tries, 30);
});

Deno.test("logins that succeed are not counted, be they of one user or of a whole office", async () => {
  const limiter = new LoginLimiter(memoryStore());
  for (let login = 0; login < 100; login++) {
    const user = login % 2 === 0 ? "admin" : `user${login}`;
    await limiter.tries(user, "192.0.2.1");
    await limiter.succeeded(user, "192.0.2.1");
  }
});

Deno.test("who logs in now and then guesses no more often for it", async () => {
  const limiter = new LoginLimiter(memoryStore());
  let guesses = 0;
  const guess = () => limiter.tries(`user${guesses}`, "192.0.2.1").then(() => guesses++);
  for (let round = 0; round < 10; round++) {
    await limiter.tries("mine", "192.0.2.1").catch(() => {});
    await limiter.succeeded("mine", "192.0.2.1");
    for (let index = 0; index < 5; index++) await guess().catch(() => {});
  }
  assert.ok(guesses <= 30, `${guesses} guesses`);
});

Deno.test("an address that is refused leaves nothing behind for each name that it thinks of", async () => {
  const counted: string[] = [];
  const store = memoryStore();
  const limiter = new LoginLimiter({
    ...store,
    count: (key, points, seconds) => {
      counted.push(key);
      return store.count(key, points, seconds);
    },
  });
  let user = 0;
  await triesUntilRefused(limiter, () => `user${user++}`, "192.0.2.1");
  const before = counted.length;
  await assert.rejects(limiter.tries("another", "192.0.2.1"), { code: "too_many_requests" });
  assert.deepEqual(counted.slice(before), ["login 192.0.2.1"]);
});

Deno.test("tries that nobody could decide are not counted", async () => {
  const limiter = new LoginLimiter(memoryStore());
  for (let tries = 0; tries < 100; tries++) {
    await limiter.tries("admin", "192.0.2.1");
    await limiter.undecided("admin", "192.0.2.1");
  }
});

Deno.test("blanks around a user name make no other user", async () => {
  const limiter = new LoginLimiter(memoryStore());
  const names = ["alice", "alice ", " Alice", "ALICE\t", "alice\u00a0", "alice"];
  for (const name of names) await limiter.tries(name, "192.0.2.1");
  for (const name of [...names, "\nalice"]) {
    await assert.rejects(limiter.tries(name, "192.0.2.1"), { code: "too_many_requests" }, name);
  }
});

Deno.test("a customer who has all networks of an IPv6 site tries no more often for it", async () => {
  const limiter = new LoginLimiter(memoryStore());
  let tries = 0;
  for (let network = 0; network < 400; network++) {
    const address = `2001:db8:7:${network.toString(16)}::1`;
    await limiter.tries(`user${network}`, address).then(() => tries++, () => {});
  }
  assert.equal(tries, 120);
  await limiter.tries("user", "2001:db8:8::1");
});

Deno.test("logins of one user at the same time are done in turn, and none of them is a guess", async () => {
  const limiter = new LoginLimiter(memoryStore());
  let under = 0;
  let most = 0;
  const logIn = () =>
    limiter.inTurn("admin", "192.0.2.1", async () => {
      await limiter.tries("admin", "192.0.2.1");
      most = Math.max(most, ++under);
      await new Promise((resolve) => setTimeout(resolve, 1));
      under--;
      await limiter.succeeded("admin", "192.0.2.1");
    });
  await Promise.all(Array.from({ length: 30 }, logIn));
  assert.equal(most, 1);
  const guess = () =>
    limiter.inTurn("admin", "192.0.2.1", () => limiter.tries("admin", "192.0.2.1"));
  const guesses = await Promise.allSettled(Array.from({ length: 30 }, guess));
  assert.equal(guesses.filter(({ status }) => status === "fulfilled").length, 6);
});

Deno.test("who sends logins faster than they are done is refused, and others are not", async () => {
  const limiter = new LoginLimiter(memoryStore());
  let open = (): void => {};
  const gate = new Promise<void>((resolve) => open = resolve);
  const waiting = Array.from({ length: 40 }, () => limiter.inTurn("a", "192.0.2.1", () => gate));
  const settled = Promise.allSettled(waiting);
  await limiter.inTurn("b", "192.0.2.1", () => Promise.resolve());
  await limiter.inTurn("a", "192.0.2.2", () => Promise.resolve());
  open();
  const refused = (await settled).filter(({ status }) => status === "rejected");
  assert.equal(refused.length, 8);
  await limiter.inTurn("a", "192.0.2.1", () => Promise.resolve());
});
