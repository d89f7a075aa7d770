import { ApiError } from "../errors.ts";

/**
 * The body of a request; errors with `request_timeout` when the next bytes do not come in time. Who
 * takes no more of it leaves the rest to the server, which reads it to its end: cancelled, Node would
 * cut the connection, with other requests on it.
 */
export function hurried(
  body: ReadableStream<Uint8Array>,
  milliseconds: number,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream({
    pull: async (controller) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<never>((_, reject) => {
        const detail = `No bytes of the body came for ${milliseconds / 1000} s.`;
        timer = setTimeout(() => reject(new ApiError("request_timeout", detail)), milliseconds);
      });
      try {
        const { done, value } = await Promise.race([reader.read(), late]);
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        reader.releaseLock();
        throw error;
      } finally {
        clearTimeout(timer);
      }
    },
    cancel: () => reader.releaseLock(),
  }, { highWaterMark: 0 });
}

/**
 * Reads what is left of a body and drops it, so that its connection can be used again.
 *
 * @returns Whether that was all: not when there is more than 64 MiB, or it takes over 5 s.
 */
export async function drain(body: ReadableStream<Uint8Array>): Promise<boolean> {
  const reader = body.getReader();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), DRAIN_TIME);
  });
  try {
    for (let length = 0; length < DRAIN_BYTES;) {
      const part = await Promise.race([reader.read(), late]);
      if (part === undefined) return false;
      if (part.done) return true;
      length += part.value.length;
    }
    return false;
  } catch {
    return false; // the client has gone
  } finally {
    clearTimeout(timer);
    reader.releaseLock();
  }
}

const DRAIN_BYTES = 64 * 1024 * 1024;
const DRAIN_TIME = 5_000;

/** Cuts a stream after so many bytes; it errors with `conflict` when there are fewer. */
export function exactly(
  body: ReadableStream<Uint8Array>,
  size: number,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let left = size;
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await reader.read();
      if (done) throw new ApiError("conflict", `The file ended ${left} bytes early.`);
      const part = value.length > left ? value.subarray(0, left) : value;
      left -= part.length;
      controller.enqueue(part);
      if (left > 0) return;
      controller.close();
      await reader.cancel();
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
}

/** The same bytes; `ended` is called once, however it ends. */
export function whenEnded(
  body: ReadableStream<Uint8Array>,
  ended: () => void,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream({
    pull: async (controller) => {
      try {
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        controller.close();
      } catch (error) {
        controller.error(error);
      }
      ended();
    },
    cancel: async (reason) => {
      ended();
      await reader.cancel(reason);
    },
  }, { highWaterMark: 0 });
}
