/** How something stands that has to be so before the old pool is let go. */
export interface Judgement {
  /** `unseen`: nothing here can tell; look by hand. `not-on-a-sandbox`: only what is deployed to AWS can be so. */
  readonly state: 'done' | 'open' | 'unseen' | 'not-on-a-sandbox';
  /** What was found, in a sentence. */
  readonly found: string;
  /** What to do, or how to look; absent where it is done. */
  readonly next?: string;
}

/** What could not be read, and why. */
export interface Unreadable {
  readonly unreadable: string;
}

/** Whether it could not be read. */
export const isUnreadable = (value: unknown): value is Unreadable =>
  typeof value === 'object' && value !== null && 'unreadable' in value;

/** How to look by hand. */
export const unseen = ({ unreadable }: Unreadable, next: string): Judgement => ({
  state: 'unseen',
  found: unreadable,
  next,
});
