/** What instances of the API share. Everything in it expires by itself. */
export interface ApiStore {
  /** Marks an id until then; in milliseconds since 1970. */
  mark(id: string, until: number): Promise<void>;
  /** Whether an id is marked. */
  isMarked(id: string): Promise<boolean>;
  /**
   * Counts one try. Resolves with 0, or with the seconds to wait when there were more than `points`
   * in `seconds`.
   */
  count(key: string, points: number, seconds: number): Promise<number>;
  /** Forgets what was counted. */
  forgive(key: string): Promise<void>;
}
