import type { ListedUser } from '../listed-user.ts';
import type { Identity } from './identities.ts';
import type { LinkPlan, UnlinkedReason } from './plan-links.ts';

/** An identity that is not linked again. */
export interface Unlinked {
  readonly reason: UnlinkedReason;
  readonly old: Pick<ListedUser, 'sub' | 'username'>;
  /** Absent where it cannot be read. */
  readonly identity?: Identity;
  /** What Cognito said. */
  readonly detail?: string;
}

/** What became of a link that was carried out. */
export type LinkResult = { readonly kind: 'linked' } | { readonly kind: 'refused'; readonly why: string };

const MOST_EXAMPLES = 1_000;

/** Counts what became of every identity. */
export class LinkTally {
  /** Linked now, or to be linked where nothing is carried out. */
  linked = 0;
  already = 0;
  unlinked = 0;
  readonly byReason = new Map<UnlinkedReason, number>();
  /** The first of those that are not linked. */
  readonly examples: Unlinked[] = [];
  readonly #take: (unlinked: Unlinked) => void;

  /** @param take gets each identity that is not linked */
  constructor(take: (unlinked: Unlinked) => void) {
    this.#take = take;
  }

  /** @param result undefined where nothing was carried out */
  add(plan: LinkPlan, result: LinkResult | undefined): void {
    switch (plan.kind) {
      case 'linked':
        this.already += 1;
        return;
      case 'unlinked':
        this.#note(plan);
        return;
      case 'link':
        if (result?.kind === 'refused') {
          const { old, identity } = plan;
          this.#note({ reason: 'refused', old, identity, detail: result.why });
        } else this.linked += 1;
        return;
    }
  }

  #note({ reason, old: { sub, username }, identity, detail }: Unlinked): void {
    const unlinked: Unlinked = {
      reason,
      old: { sub, username },
      ...(identity === undefined ? {} : { identity }),
      ...(detail === undefined ? {} : { detail }),
    };
    this.unlinked += 1;
    this.byReason.set(reason, (this.byReason.get(reason) ?? 0) + 1);
    if (this.examples.length < MOST_EXAMPLES) this.examples.push(unlinked);
    this.#take(unlinked);
  }
}
