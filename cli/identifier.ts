import { Argument, InvalidArgumentError } from 'commander';

const written = (text: string): string => {
  if (text.trim() !== '') return text;
  throw new InvalidArgumentError('Write a name of the person.');
};

/** The argument of the commands about one person: any name of theirs, and never an empty one. */
export const identifierArgument = (lead = ''): Argument =>
  new Argument(
    '<identifier>',
    `${lead}username, e-mail address, phone number, preferred_username or sub`,
  ).argParser(written);
