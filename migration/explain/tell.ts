import type { ExplainedVerdict } from './explained-verdict.ts';
import type { OtherName } from './other-names.ts';
import type { Attempt } from './verdict.ts';
import type { Verdicts, WayIn } from './way-in.ts';
import { canGetCode } from './way-in.ts';

interface Findings {
  readonly identifier: string;
  readonly verdicts: Verdicts;
  readonly rulings: Readonly<Record<Attempt, ExplainedVerdict>>;
  readonly wayIn: WayIn;
  readonly otherNames: readonly OtherName[];
}

/** What to tell the person, sentence by sentence. */
export const tell = (findings: Findings): readonly string[] => {
  const { identifier, verdicts, rulings, wayIn, otherNames } = findings;
  switch (wayIn) {
    case 'password':
      return [
        rulings['right-password'].tell,
        canGetCode(verdicts['forgot-password'])
          ? 'If the password is refused, please choose "Forgot password?".'
          : 'If you have forgotten the password, please contact us: a code could not reach you.',
      ];
    case 'code':
      return [
        `Please choose "Forgot password?" and type ${identifier}. You will get a code, and can choose a new password.`,
      ];
    case 'none':
      return [byOtherNames(otherNames) ?? rulings['right-password'].tell];
  }
};

/** By a name with which the password does, if there is one. */
const byOtherNames = (otherNames: readonly OtherName[]): string | undefined => {
  const namesFor = (wayIn: WayIn): string =>
    otherNames.flatMap((other) => (other.wayIn === wayIn ? [other.name] : [])).join(' or ');
  const [byPassword, byCode] = [namesFor('password'), namesFor('code')];
  if (byPassword !== '') return `Please sign in as ${byPassword}, with your password.`;
  return byCode === '' ? undefined : `Please choose "Forgot password?" and type ${byCode}.`;
};
