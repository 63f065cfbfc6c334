import type { Details } from './report.ts';
import type { SettledUser } from './settle-user.ts';

type Import = Extract<SettledUser, { kind: 'import' }>;

/** Counts what happens to those who go in. */
export class DetailCounter {
  readonly #dropped = new Map<string, number>();
  readonly #preferred = new Map<Import['preferredUsername'], number>();
  #contactsUnverified = 0;
  #linked = 0;

  add({ dropped, preferredUsername, contactsHeldByOthers, linked }: Import): void {
    for (const name of dropped) this.#dropped.set(name, (this.#dropped.get(name) ?? 0) + 1);
    this.#preferred.set(preferredUsername, (this.#preferred.get(preferredUsername) ?? 0) + 1);
    if (contactsHeldByOthers.length > 0) this.#contactsUnverified += 1;
    if (linked) this.#linked += 1;
  }

  get details(): Details {
    return {
      dropped: Object.fromEntries(this.#dropped),
      preferredUsernames: Object.fromEntries(this.#preferred),
      contactsUnverified: this.#contactsUnverified,
      linked: this.#linked,
    };
  }
}
