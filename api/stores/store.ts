/** What instances of the API share. Everything in it expires by itself. */
export interface ApiStore {
  /** What it is, for people: `Redis`. Errors name it. */
  readonly name?: string;
  /** Keeps a value until then; in milliseconds since 1970. */
  set(key: string, value: string, until: number): Promise<void>;
  /** The value, unless it has expired. */
  get(key: string): Promise<string | undefined>;
  /** The value, for one caller only: it is removed in the same step. */
  take(key: string): Promise<string | undefined>;
  /**
   * Counts one try. Resolves with 0, or with the seconds to wait when there were more than `points`
   * in `seconds`.
   */
  count(key: string, points: number, seconds: number): Promise<number>;
  /** Takes one try back that was counted with the same numbers. */
  uncount(key: string, points: number, seconds: number): Promise<void>;
  /** Forgets what was counted. */
  forgive(key: string): Promise<void>;
}
