import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { type ApiStore, memoryStore, redisStore } from "../api/mod.ts";
import { startRedis } from "./redis.ts";

Deno.test("memory and Redis keep, give once, expire and count alike", async (t) => {
  await using redis = await startRedis();
  const stores: Readonly<Record<string, ApiStore>> = {
    memory: memoryStore(),
    Redis: redisStore(redis.client),
  };
  for (const [name, store] of Object.entries(stores)) {
    await t.step(`${name}: a value is there until it expires`, async () => {
      await store.set("a", "1", Date.now() + 150);
      assert.equal(await store.get("a"), "1");
      assert.equal(await store.get("b"), undefined);
      await sleep(200);
      assert.equal(await store.get("a"), undefined);
    });

    await t.step(`${name}: of many who take a value, one gets it`, async () => {
      await store.set("ticket", "in", Date.now() + 5000);
      const taken = await Promise.all(Array.from({ length: 20 }, () => store.take("ticket")));
      assert.deepEqual(taken.filter((value) => value !== undefined), ["in"]);
    });

    await t.step(`${name}: tries are counted by key, and forgiven`, async () => {
      const waits = [];
      for (let index = 0; index < 4; index++) waits.push(await store.count("k", 3, 60));
      assert.deepEqual(waits.slice(0, 3), [0, 0, 0]);
      assert.ok((waits[3] ?? 0) > 0 && (waits[3] ?? 0) <= 60);
      assert.equal(await store.count("other", 3, 60), 0);
      await store.uncount("other", 3, 60);
      for (let index = 0; index < 3; index++) assert.equal(await store.count("other", 3, 60), 0);
      assert.ok(await store.count("other", 3, 60) > 0);
      await store.forgive("k");
      assert.equal(await store.count("k", 3, 60), 0);
    });
  }
  await t.step("Redis: what somebody else has put there is as good as nothing", async () => {
    const store = redisStore(redis.client);
    await redis.client.lpush("cs-api:ended 1", "x");
    assert.equal(await store.get("ended 1"), undefined);
    await redis.client.sadd("cs-api:ticket 1", "x");
    assert.equal(await store.take("ticket 1"), undefined);
    await store.set("ended 1", "yes", Date.now() + 5_000);
    assert.equal(await store.get("ended 1"), "yes");
    const write: Readonly<Record<string, (key: string) => Promise<unknown>>> = {
      "a text": (key) => redis.client.set(key, "many"),
      "a list": (key) => redis.client.lpush(key, "x"),
      "a hash": (key) => redis.client.hset(key, "x", "1"),
    };
    for (const [what, spoil] of Object.entries(write)) {
      await store.count(what, 2, 60);
      const [key = ""] = await redis.client.keys(`*${what}`);
      await redis.client.del(key);
      await spoil(key);
      await store.uncount(what, 2, 60);
      assert.deepEqual(
        [await store.count(what, 2, 60), await store.count(what, 2, 60)],
        [0, 0],
        what,
      );
      assert.ok(await store.count(what, 2, 60) > 0, what);
    }
  });

  const keys = await redis.client.keys("*");
  assert.ok(keys.every((key) => key.startsWith("cs-api:")), keys.join());
});
