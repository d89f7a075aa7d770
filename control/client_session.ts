import type { Session } from "./session.ts";

/** Beside the clients and not in them: their methods are in several files, and it is nobody's else. */
const sessions = new WeakMap<object, Session>();

/** Gives a client its session. */
export function holdSession(client: object, session: Session): void {
  sessions.set(client, session);
}

/** The session of a client. */
export function sessionOf(client: object): Session {
  const session = sessions.get(client);
  if (session === undefined) throw new TypeError("This method belongs to a ControlClient.");
  return session;
}
